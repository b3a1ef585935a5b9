"""Searching the queue: each key of `tickets.search_words` as a condition, and a clear word where one can't be met."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext

from tickets import finding
from tickets.desk.deadlines import STATES, rows_in
from tickets.desk.person_filters import CHOICES
from tickets.desk.standard_views import Person
from tickets.forms import staff
from tickets.models import Ticket, Topic
from tickets.models.tags import known_tags, of_tag
from tickets.models.tickets import TicketQuerySet
from tickets.search_dates import days
from tickets.search_words import KEYS, Asked, parse
from web.days import bounds

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
    wrong = []
    for key, value in asked.conditions:
        if key in _CONDITIONS:
            try:
                rows = _CONDITIONS[key](rows, value.casefold(), person)
            except UnclearError as unclear:
                wrong.append(str(unclear))
        elif len(value) < 2:
            wrong.append(_example(key))
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
    rows = rows if found is None else rows.filter(pk__in=found)
    return Searched(rows, notes=tuple(notes))


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


def _status(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    return rows.filter(status=_one("status", value, [(key, str(words)) for key, words in Ticket.Status.choices]))


def _priority(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    return rows.filter(priority=_one("priority", value, [(key, str(words)) for key, words in Ticket.Priority.choices]))


def _language(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    return rows.filter(locale=_one("language", value, [(key, str(words)) for key, words in settings.LANGUAGES]))


def _topic(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    """By its slug, or its words in any language."""
    topics = list(Topic.objects.prefetch_related("texts"))
    names = [(topic.pk, topic.slug) for topic in topics]
    names += [(topic.pk, text.label) for topic in topics for text in topic.texts.all()]
    return rows.filter(topic=_one("topic", value, names))


def _team(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    if value == "none":
        return rows.filter(team=None)
    return rows.filter(team=_one("team", value, list(Group.objects.order_by("name").values_list("pk", "name"))))


def _assignee(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    if value in {"me", "nobody"}:
        return rows.filter(assignee=person.pk if value == "me" else None)
    people = list(staff())
    names = [(each.pk, each.get_username()) for each in people] + [(each.pk, each.get_full_name()) for each in people]
    return rows.filter(assignee=_one("assignee", value, names))


def _known(what: str) -> Callable[[TicketQuerySet, str, Person], TicketQuerySet]:
    """A condition on what was known of the person."""

    def narrowed(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
        return rows.of_person(what, _one(what, value, [(key, str(words)) for key, words in CHOICES[what]()]))

    return narrowed


def _tag(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    return of_tag(rows, _one("tag", value, [(name, name) for name in known_tags()]))


def _sla(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
    found: TicketQuerySet = rows_in(rows, _one("sla", value, [(key, str(words)) for key, words in STATES.items()]))
    return found


def _on(field: str) -> Callable[[TicketQuerySet, str, Person], TicketQuerySet]:
    """A condition on a time, in days of the reader's zone."""

    def narrowed(rows: TicketQuerySet, value: str, person: Person) -> TicketQuerySet:
        zone = timezone.get_current_timezone()
        meant = days(value, timezone.localdate())
        if meant is None:
            raise UnclearError(_no_days(_KEY_OF[field], value))
        since, until = meant
        if since is not None:
            rows = rows.filter(**{f"{field}__gte": bounds(since, zone)[0]})
        return rows if until is None else rows.filter(**{f"{field}__lt": bounds(until, zone)[1]})

    return narrowed


def _no_days(key: str, value: str) -> str:
    words = gettext("“%(key)s:” wants days, not “%(value)s”. For example: %(examples)s.")
    examples = ", ".join(f"{key}:{days}" for days in ("2026-11", "2026-11-05..2026-11-20", "7d"))
    return words % {"key": key, "value": value, "examples": examples}


_KEY_OF = {"created_at": "created", "updated_at": "updated"}
_CONDITIONS: dict[str, Callable[[TicketQuerySet, str, Person], TicketQuerySet]] = {
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
