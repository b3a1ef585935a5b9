"""Searching the queue: each key of `tickets.search_words` as a condition, and a clear word where one can't be met."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from tickets import finding
from tickets.desk.deadlines import STATES, in_state
from tickets.desk.person_filters import CHOICES
from tickets.desk.standard_views import Person
from tickets.forms import staff
from tickets.models import Ticket, Topic
from tickets.models.tags import has_tag, known_tags
from tickets.models.tickets import TicketQuerySet
from tickets.models.which_tickets import among, known_of
from tickets.search_dates import days
from tickets.search_words import KEYS, Asked, parse
from web.days import bounds
from web.mail_languages import names

# A condition from what stands behind its key.
type Condition = Callable[[str, Person], Q]
# Of these several are met together.
_ALL_OF = frozenset({"tag", "created", "updated", "from", "to"})
_COMMA = re.compile("[,，、]")
# In the place of a key where nobody, or no team, has the ticket.
_NOBODY = 0
# So many possible values are named where one isn't known.
_MOST_NAMED = 8


class UnclearError(Exception):
    """A condition that means nothing here; the text says what would."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The tickets, and what to tell: `wrong` where nothing was searched, `notes` beside what was found."""

    rows: TicketQuerySet
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def search(rows: TicketQuerySet, typed: str, person: Person) -> Searched:
    """Those of the tickets that are meant."""
    asked = parse(typed)
    met, wrong = _met(asked, person)
    if wrong:
        return Searched(rows.none(), wrong=tuple(wrong))
    found = _keys(asked)
    notes = [
        gettext("“%(typed)s:” was searched as text. Did you mean “%(meant)s”?") % {"typed": typed, "meant": KEYS[meant]}
        for typed, meant in asked.meant
    ]
    if found is not None and len(found) >= finding.MOST_FOUND:
        words = gettext("Only the newest %(count)s matches were looked through. Another word narrows them down.")
        notes.append(words % {"count": finding.MOST_FOUND})
    rows = rows.filter(met)
    rows = rows if found is None else rows.filter(pk__in=found)
    return Searched(rows, notes=tuple(notes))


def _met(asked: Asked, person: Person) -> tuple[Q, list[str]]:
    """What the conditions with a key come to, and what is wrong with them.

    A ticket has one status, one topic, one assignee: several of one key mean any of them. It has many tags, and a time
    may be told by its beginning and its end: of those, all.
    """
    all_of, any_of, wrong = Q(), dict[str, Q](), []
    said = [(each, False) for each in asked.conditions] + [(each, True) for each in asked.excluded]
    for (key, value), is_not in said:
        try:
            condition = _condition(key, value, person, is_not=is_not)
        except UnclearError as unclear:
            wrong.append(str(unclear))
            continue
        if is_not:
            all_of &= _other_statuses(value) if key == "status" else ~condition
        elif key in _ALL_OF:
            all_of &= condition
        else:
            any_of[key] = any_of.get(key, Q()) | condition
    return reduce(and_, any_of.values(), all_of), wrong


def _condition(key: str, value: str, person: Person, *, is_not: bool) -> Q:
    if key in _CONDITIONS:
        return _CONDITIONS[key](value.casefold(), person)
    if is_not:
        raise UnclearError(gettext("“-%(key)s:” means nothing: who wrote can’t be left out.") % {"key": key})
    if len(value) < 2:
        raise UnclearError(_example(key))
    return Q()


def _keys(asked: Asked) -> list[int] | None:
    """The keys of what the words and addresses find; None where there are none of them."""
    parts = [_BY_ADDRESS[key](value) for key, value in asked.conditions if key in _BY_ADDRESS]
    if parts:
        found = sorted(set.intersection(*map(set, parts)), reverse=True)
        found = finding.saying(found, asked.text) if asked.text else found
    elif asked.text:
        found = finding.find(asked.text)
    else:
        return None
    for phrase in asked.phrases:
        found = finding.with_phrase(found, phrase)
    return found


_BY_ADDRESS: dict[str, Callable[[str], list[int]]] = {"from": finding.find_from, "to": finding.find_to}


def _status(value: str, person: Person) -> Q:
    return Q(status__in=_statuses(value))


def _statuses(value: str) -> list[str]:
    return _any("status", value.casefold(), [(str(key), str(words)) for key, words in Ticket.Status.choices])


def _other_statuses(value: str) -> Q:
    """All but those, by name: an index finds what has a status, and nothing that hasn't."""
    left_out = _statuses(value)
    return Q(status__in=[key for key in Ticket.Status.values if key not in left_out])


def _priority(value: str, person: Person) -> Q:
    return Q(priority__in=_any("priority", value, [(key, str(words)) for key, words in Ticket.Priority.choices]))


def _language(value: str, person: Person) -> Q:
    return Q(locale__in=_any("language", value, list(names().items())))


def _topic(value: str, person: Person) -> Q:
    """By its slug, or its words in any language."""
    topics = list(Topic.objects.prefetch_related("texts"))
    names = [(topic.pk, topic.slug) for topic in topics]
    names += [(topic.pk, text.label) for topic in topics for text in topic.texts.all()]
    return Q(topic__in=_any("topic", value, names))


def _team(value: str, person: Person) -> Q:
    names = [(_NOBODY, "none"), *Group.objects.order_by("name").values_list("pk", "name")]
    return _relation("team", _any("team", value, names))


def _assignee(value: str, person: Person) -> Q:
    people = list(staff())
    names = [(person.pk or _NOBODY, "me"), (_NOBODY, "nobody")]
    names += [(each.pk, each.get_username()) for each in people] + [(each.pk, each.get_full_name()) for each in people]
    return _relation("assignee", _any("assignee", value, names))


def _relation(field: str, keys: list[int]) -> Q:
    return among(field, [key for key in keys if key != _NOBODY], or_none=_NOBODY in keys)


def _known(what: str) -> Condition:
    """A condition on what was known of the person."""

    def known(value: str, person: Person) -> Q:
        return known_of(what, _any(what, value, [(key, str(words)) for key, words in CHOICES[what]()]))

    return known


def _tag(value: str, person: Person) -> Q:
    return has_tag(_any("tag", value, [(name, name) for name in known_tags()]))


def _sla(value: str, person: Person) -> Q:
    return in_state(_any("sla", value, [(key, str(words)) for key, words in STATES.items()]))


def _on(field: str) -> Condition:
    """A condition on a time, in days of the reader's zone."""

    def within(value: str, person: Person) -> Q:
        zone = timezone.get_current_timezone()
        meant = days(value, timezone.localdate())
        if meant is None:
            raise UnclearError(_no_days(_KEY_OF[field], value))
        since, until = meant
        found = Q() if since is None else Q(**{f"{field}__gte": bounds(since, zone)[0]})
        return found if until is None else found & Q(**{f"{field}__lt": bounds(until, zone)[1]})

    return within


def _no_days(key: str, value: str) -> str:
    words = gettext("“%(key)s:” wants days, not “%(value)s”. For example: %(examples)s.")
    examples = ", ".join(f"{key}:{days}" for days in ("2026-11", "2026-11-05..2026-11-20", "7d"))
    return words % {"key": key, "value": value, "examples": examples}


_KEY_OF = {"created_at": "created", "updated_at": "updated"}
_CONDITIONS: dict[str, Condition] = {
    "status": _status,
    "priority": _priority,
    "language": _language,
    "topic": _topic,
    "team": _team,
    "assignee": _assignee,
    **{what: _known(what) for what in CHOICES},
    "tag": _tag,
    **{key: _on(field) for field, key in _KEY_OF.items()},
    "sla": _sla,
}


def _any[K](key: str, value: str, names: Sequence[tuple[K, str]]) -> list[K]:
    """The one thing that is called so; else one for each of the names between commas. Raises UnclearError."""
    try:
        return [_one(key, value, names)]
    except UnclearError:
        parts = [part for part in _COMMA.split(value) if part.strip()]
        if not _COMMA.search(value) or not parts:
            raise
        return [_one(key, part, names) for part in parts]


def _one[K](key: str, value: str, names: Iterable[tuple[K, str]]) -> K:
    """What is called so; else the only thing whose name has it in it. Raises UnclearError."""
    known = [(each, _plain(name), name) for each, name in names if name]
    wanted = _plain(value)
    for each, name, _shown in known:
        if wanted in {name, _plain(str(each))}:
            return each
    fitting = {each: shown for each, name, shown in known if wanted and wanted in name}
    if len(fitting) == 1:
        return next(iter(fitting))
    if not value:
        raise UnclearError(_example(key))
    shown = list(dict.fromkeys(fitting.values() if fitting else (shown for _each, _name, shown in known)))
    named = ", ".join(shown[:_MOST_NAMED]) + (" …" if len(shown) > _MOST_NAMED else "")
    if fitting:
        words = gettext("“%(key)s:%(value)s” could be each of these: %(names)s.")
    else:
        words = gettext("“%(key)s:” doesn’t know “%(value)s”. It knows: %(names)s.")
    raise UnclearError(words % {"key": key, "value": value, "names": named})


def _example(key: str) -> str:
    words = gettext("“%(key)s:” wants something right after it, as in “%(example)s”.")
    return words % {"key": key, "example": KEYS[key]}


def _plain(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ").strip()
