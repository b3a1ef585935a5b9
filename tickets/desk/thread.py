"""The thread of the ticket page: what was said and what happened, in one order. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext

from tickets import labels
from tickets.cases import FieldWords
from tickets.desk.clock import Clock, There, clock_of
from tickets.files.showing import Earlier, ShownFile, shown
from tickets.machines import CLOSER, named
from tickets.models import Attachment, Message, OutgoingEmail, Ticket, TicketEvent

EVENT = "event"
# So many events in a row stand each on its line; of more, all but the last are folded.
RUN = 3

# Which message and which event the page's reader has seen last.
type Seen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: an event, or a message with its files and emails. `is_fresh`: its reader hasn't seen it yet.

    `earlier` are the events in a row before this one, folded above it.
    """

    kind: str
    author_name: str
    words: str
    at: datetime
    is_fresh: bool
    pk: int
    message: Message | None = None
    files: tuple[ShownFile, ...] = ()
    # When it was where its author is, if that is known and another time than here.
    there: There | None = None
    earlier: tuple["Entry", ...] = ()
    # The reference of the other ticket that an event names.
    other: str = ""


def thread(ticket: Ticket, seen: Seen | None, fields: dict[str, FieldWords]) -> tuple[list[Entry], Seen]:
    """The entries, oldest first, and the newest of them; `fields` are the words of the topic's fields.

    What an action records stands after what it wrote, although both have the same time.
    """
    messages, events = list(_messages(ticket)), list(ticket.events.all())
    clock, earlier = clock_of(ticket), Earlier()
    placed = [((row.created_at, 0, row.pk), _said(row, seen, clock, earlier)) for row in messages]
    placed += [((row.created_at, 1, row.pk), _happened(row, seen, fields)) for row in events]
    newest = (max((row.pk for row in messages), default=0), max((row.pk for row in events), default=0))
    entries = [entry for _place, entry in sorted(placed, key=lambda each: each[0])]
    return list(folded(entries)), newest


def folded(entries: list[Entry]) -> Iterator[Entry]:
    """The entries with long runs of events folded; what its reader hasn't seen yet never is."""
    run: list[Entry] = []
    for entry in entries:
        if entry.kind == EVENT and not entry.is_fresh:
            run.append(entry)
        else:
            yield from _fold(run)
            yield entry
            run = []
    yield from _fold(run)


def _fold(run: list[Entry]) -> list[Entry]:
    return [replace(run[-1], earlier=tuple(run[:-1]))] if len(run) > RUN else run


def _messages(ticket: Ticket) -> list[Message]:
    """The messages without what the page doesn't show, raw mail and emails' texts; `mail` is the incoming mail's id."""
    sent = OutgoingEmail.objects.defer("body", "body_html", "references")
    rows = ticket.messages.annotate(mail=F("incoming__pk"))
    messages = list(rows.prefetch_related("attachments__file", Prefetch("emails", sent)))
    prefetch_related_objects([row for row in messages if row.kind == Message.Kind.NOTE], "mentions")
    return messages


def _said(row: Message, seen: Seen | None, clock: Clock | None, earlier: Earlier) -> Entry:
    files = tuple(earlier.marked(row, [_shown(file) for file in row.attachments.all()]))
    by = _author(row.author_name) or (gettext("Automation") if row.kind == Message.Kind.REPLY else "")
    there = clock.of(row) if clock else None
    return Entry(row.kind, by, row.body, row.created_at, bool(seen and row.pk > seen[0]), row.pk, row, files, there)


def _shown(attachment: Attachment) -> ShownFile:
    """A stored file has an address on the ticket's page; one of a mail has its place in the mail."""
    own = reverse("admin:tickets_ticket_file", args=[attachment.file.key]) if attachment.file else ""
    return shown(attachment, own)


def _happened(row: TicketEvent, seen: Seen | None, fields: dict[str, FieldWords]) -> Entry:
    words = labels.event_text(row.kind, row.arguments, fields)
    is_fresh, other = bool(seen and row.pk > seen[1]), row.arguments.get("reference", "")
    return Entry(EVENT, _author(row.author_name), words, row.created_at, is_fresh, row.pk, other=other)


def _author(name: str) -> str:
    """A person's name, or which automation it was."""
    machine = named(name)
    if machine == CLOSER:
        return gettext("Automatic close")
    return gettext("Automation “%(name)s”") % {"name": machine} if machine else name
