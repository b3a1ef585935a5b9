"""What a model has written for a ticket and may be asked for, and what it would be sent. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from messenger.agents import prompts
from messenger.agents.models import Help, HelpSettings
from messenger.agents.prompts import Prompt, Source, Turn
from messenger.agents.questions import question
from messenger.agents.refusals import HelpRefusedError, in_words
from messenger.agents.related import fitting_articles, similar_tickets
from messenger.fin.languages import language_of
from messenger.fin.writers.links import addresses
from messenger.gaps.wording import impersonal
from tickets.models import Message, Ticket

# A thread is long from so many messages or letters on.
LONG, LONG_IN_LETTERS = 6, 4000
# After that nobody is at it any more: a worker that was stopped.
LATE = timedelta(seconds=150)
# So many of the newest messages are translated at once.
MOST_TRANSLATED = 10
_SOLVED_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Written:
    """One text of the model's for the page: `trouble` says why there is none, `links` which addresses no source has."""

    row: Help
    trouble: str = ""
    links: list[str] = field(default_factory=list)
    is_behind: bool = False

    @property
    def waits(self) -> bool:
        return self.row.state == Help.State.WAITING and not self.trouble


@dataclass(frozen=True, slots=True)
class Panel:
    """What is offered and what is there; `waits` while a worker is at something."""

    offers: frozenset[Help.Kind]
    draft: Written | None
    summary: Written | None
    translations: list[Written]

    @property
    def waits(self) -> bool:
        return any(each.waits for each in (self.draft, self.summary, *self.translations) if each)

    @property
    def trouble(self) -> str:
        """Why a message wasn't translated, once for all of them."""
        return next((each.trouble for each in self.translations if each.trouble), "")


def is_set_up() -> bool:
    """Whether there is a model to ask at all."""
    return bool(settings.ANTHROPIC_API_KEY and settings.FIN_MODEL)


def switched_on() -> frozenset[Help.Kind]:
    """What staff may ask a model for: nothing without a model, or until somebody switches it on."""
    row = HelpSettings.objects.first() if is_set_up() else None
    if row is None:
        return frozenset()
    wanted = {
        Help.Kind.DRAFT: row.drafts,
        Help.Kind.SUMMARY: row.summaries,
        Help.Kind.TRANSLATION: row.translations,
        Help.Kind.REPLY: row.replies,
    }
    return frozenset(kind for kind, on in wanted.items() if on)


def panel(ticket: Ticket, reader: User, locale: str) -> Panel | None:
    """What stands beside a ticket for this member of staff; None where nothing is switched on."""
    on = switched_on() - {Help.Kind.REPLY}
    if not on or ticket.is_report:
        return None
    said = turns(ticket)
    newest = newest_of(ticket)
    rows = list(
        Help.objects.filter(ticket=ticket, kind__in=on).select_related("message").order_by("-asked_at", "-pk")[:200]
    )
    now, language = timezone.now(), locale
    drafts = (row for row in rows if row.kind == Help.Kind.DRAFT and row.asked_by_id == reader.pk)
    summaries = (row for row in rows if row.kind == Help.Kind.SUMMARY and row.locale == language)
    translations = [row for row in rows if row.kind == Help.Kind.TRANSLATION and row.locale == language]
    return Panel(
        offers=frozenset(kind for kind in on if _fits(kind, ticket, said, locale)),
        draft=_written(next(drafts, None), newest, now),
        summary=_written(next(summaries, None), newest, now),
        translations=[each for row in translations if (each := _written(row, newest, now))],
    )


def translated(ticket: Ticket, locale: str) -> dict[int, str]:
    """By a message's key its text in a language, where it was translated; one question."""
    rows = Help.objects.filter(ticket=ticket, kind=Help.Kind.TRANSLATION, locale=locale, state=Help.State.DONE)
    return {key: text for key, text in rows.values_list("message", "text") if key}


def turns(ticket: Ticket) -> list[Turn]:
    """What customer and team said, oldest first: no note, and nothing that may still be taken back."""
    rows = ticket.messages.all().visible_to_customer().order_by("created_at", "pk").values_list("kind", "body")
    said = [Turn(kind == Message.Kind.CUSTOMER, body) for kind, body in rows if body.strip()]
    return said if any(each.is_customer for each in said) else [Turn(True, question(ticket)), *said]


def newest_of(ticket: Ticket) -> int:
    """The newest message that a model would be shown; 0 for none."""
    keys = ticket.messages.all().visible_to_customer().order_by("-pk").values_list("pk", flat=True)
    return keys.first() or 0


def untranslated(ticket: Ticket, locale: str) -> list[Message]:
    """The newest of the customer's messages that are in another language and not translated yet."""
    done = Help.objects.filter(ticket=ticket, kind=Help.Kind.TRANSLATION, locale=locale).filter(
        Q(state=Help.State.DONE) | Q(state=Help.State.WAITING, asked_at__gte=timezone.now() - LATE)
    )
    rows = ticket.messages.filter(kind=Message.Kind.CUSTOMER).exclude(pk__in=done.values("message"))
    newest = [row for row in rows.order_by("-created_at", "-pk")[:MOST_TRANSLATED] if row.body.strip()]
    return [row for row in newest if language_of(row.body, ticket.locale) != locale]


def prompt_of(row: Help) -> tuple[Prompt, list[dict[str, str]]]:
    """What a model is sent for this, and what of it is a source. Raises HelpRefusedError."""
    language = LANG_INFO.get(row.locale, {}).get("name", row.locale)
    if row.kind == Help.Kind.TRANSLATION:
        text = row.message.body if row.message else ""
        if len(text) > prompts.LONGEST_TRANSLATED:
            raise HelpRefusedError("too_long")
        return prompts.translation(text, language), []
    said = turns(row.ticket)
    if row.kind == Help.Kind.SUMMARY:
        return prompts.summary(row.ticket.subject, said, language), []
    sources, listed = _sources(row)
    if not sources:
        raise HelpRefusedError("no_sources")
    return prompts.draft(row.ticket.subject, said, sources, language), listed


def _sources(row: Help) -> tuple[list[Source], list[dict[str, str]]]:
    """Articles, and replies on solved tickets that who asks may see, without whom they were written to."""
    asked = question(row.ticket)
    articles = fitting_articles(asked, row.locale, row.locale)
    found = [Source(each.title, each.text, f"{settings.SITE_URL}{each.path}") for each in articles]
    listed = [{"title": each.title, "path": each.path} for each in articles]
    solved = similar_tickets(row.ticket, asked, row.asked_by)[:_SOLVED_SOURCES] if row.asked_by else []
    people = dict(
        Ticket.objects.filter(reference__in=[each.reference for each in solved]).values_list(
            "reference", "requester_name"
        )
    )
    for each in solved:
        if each.reply:
            names = [people.get(each.reference, "")]
            found.append(Source(impersonal(each.subject, names), impersonal(each.reply, names)))
            listed.append({"title": each.subject or each.reference, "ticket": each.reference})
    return found, listed


def _fits(kind: Help.Kind, ticket: Ticket, said: Sequence[Turn], locale: str) -> bool:
    if kind == Help.Kind.DRAFT:
        return not ticket.is_closed
    if kind == Help.Kind.SUMMARY:
        return is_long(said)
    return bool(untranslated(ticket, locale))


def is_long(said: Sequence[Turn]) -> bool:
    """Whether a thread is so long that a summary saves time."""
    return len(said) >= LONG or sum(len(each.text) for each in said) > LONG_IN_LETTERS


def _written(row: Help | None, newest: int, now: datetime) -> Written | None:
    if row is None:
        return None
    if row.state == Help.State.FAILED:
        return Written(row, trouble=in_words(row.reason))
    if row.state == Help.State.WAITING:
        return Written(row, trouble=in_words("late") if now - row.asked_at > LATE else "")
    return Written(row, links=_strange_links(row), is_behind=row.newest < newest)


def _strange_links(row: Help) -> list[str]:
    """Addresses in a draft that lead to none of its sources: whoever wrote in may have asked for them."""
    own = {f"{settings.SITE_URL}{source['path']}" for source in _with_path(row.sources)}
    found = addresses(row.text) if row.kind == Help.Kind.DRAFT else ()
    return [each for each in dict.fromkeys(found) if each not in own]


def _with_path(sources: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [source for source in sources if source.get("path")]
