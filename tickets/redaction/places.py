"""Where the words of a case stand, and what each place would say without some of them. Reads only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet

from tickets.models import (
    IncomingEmail,
    Message,
    OriginalMail,
    OutgoingEmail,
    Rating,
    ReplyDraft,
    ScheduledReply,
    StoredFile,
    Ticket,
    TicketEvent,
)
from tickets.redaction.raw_mail import without_words
from tickets.redaction.words import MARK, without, without_in_lines, without_in_markup


class Place(StrEnum):
    """Where words can stand."""

    TICKET = "ticket"
    MESSAGE = "message"
    RECEIVED = "received"
    RAW = "raw"
    SENT = "sent"
    DRAFT = "draft"
    RATING = "rating"
    EVENT = "event"
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class Change:
    """A row, and the columns that would be other ones."""

    place: Place
    row: Model
    columns: dict[str, Any]


# The columns that are texts.
_TEXTS: list[tuple[Place, type[Model], str, tuple[str, ...]]] = [
    (Place.MESSAGE, Message, "ticket__in", ("body", "quoted", "own_words")),
    (Place.RECEIVED, IncomingEmail, "ticket__in", ("subject", "text", "quoted")),
    (Place.SENT, OutgoingEmail, "ticket__in", ("subject", "body")),
    (Place.DRAFT, ReplyDraft, "ticket__in", ("body", "translation")),
    (Place.DRAFT, ScheduledReply, "ticket__in", ("body", "own_words")),
    (Place.RATING, Rating, "ticket__in", ("comment",)),
]


# Places of other apps, which know of tickets; each says what of these tickets' holds the words.
type Further = Callable[[list[int], str], Iterator[Change]]
_further: list[Further] = []


def also(find: Further) -> None:
    """Let what another app keeps of a case be looked through as well; said once, where the app begins."""
    if find not in _further:
        _further.append(find)


@dataclass(frozen=True, slots=True)
class Naming:
    """What of another app names a stored file: rows that go with it, and rows that say something else without it."""

    rows: QuerySet[Any]
    changes: list[Change]


type Names = Callable[[StoredFile], Naming]
_names: list[Names] = []


def also_names(find: Names) -> None:
    """Let what names a file in another app go with it; said once, where the app begins."""
    if find not in _names:
        _names.append(find)


def naming(file: StoredFile) -> list[Naming]:
    """All that names the file beside the tickets."""
    return [find(file) for find in _names]


def changes(keys: list[int], words: str) -> list[Change]:
    """Every row of these tickets that holds the words. What is in the store of files is looked for by its name."""
    return [change for change in _all(keys, words) if change.columns]


def _all(keys: list[int], words: str) -> Iterator[Change]:
    for ticket in Ticket.objects.filter(pk__in=keys):
        yield Change(Place.TICKET, ticket, _of_ticket(ticket, words))
    for place, model, lookup, names in _TEXTS:
        for row in model._default_manager.filter(**{lookup: keys}):
            said = differing(row, {name: without(getattr(row, name), words) for name in names})
            yield Change(place, row, {**said, **_other_language(row, said)})
    for email in OutgoingEmail.objects.filter(ticket__in=keys).only("body_html"):
        yield Change(Place.SENT, email, differing(email, {"body_html": without_in_markup(email.body_html, words)}))
    for mail in OriginalMail.objects.filter(incoming__ticket__in=keys).iterator(chunk_size=5):
        raw = mail.raw
        changed = without_words(raw, words)
        yield Change(Place.RAW, mail, {} if changed == raw else {"content": changed, "is_packed": False})
    for event in TicketEvent.objects.filter(ticket__in=keys, arguments__has_key="reason"):
        told = {**event.arguments, "reason": without(str(event.arguments["reason"]), words)}
        yield Change(Place.EVENT, event, differing(event, {"arguments": told}))
    for find in _further:
        yield from find(keys, words)


# What is for the team alone of a text that there is in two languages.
_FOR_THE_TEAM: dict[type[Model], str] = {Message: "own_words", ScheduledReply: "own_words", ReplyDraft: "translation"}


def _other_language(row: Model, said: dict[str, Any]) -> dict[str, Any]:
    """The same words in another language can't be told apart there: what is for the team alone goes whole."""
    name = _FOR_THE_TEAM.get(type(row), "")
    text = getattr(row, name, "")
    return {name: MARK} if "body" in said and name not in said and text and text != MARK else {}


def _of_ticket(ticket: Ticket, words: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "subject": without(ticket.subject, words),
        "details": without_in_lines(ticket.details, words, ("value",)),
        "transcript": without_in_lines(ticket.transcript, words, ("text", "files")),
    }
    if ticket.proof is not None:
        values["proof"] = without_in_lines(ticket.proof, words, ("value",))
    return differing(ticket, values)


def differing(row: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that the row doesn't have already."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
