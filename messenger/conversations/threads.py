"""What a person sees of a conversation: Fin's part, and after the handover the ticket's part, in one thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messenger.conversations import files
from messenger.conversations.merged import merged_with
from messenger.models import Conversation, Message
from tickets import workflow
from tickets.events import Kind
from tickets.files.showing import Earlier, ShownFile
from tickets.models import Message as TicketMessage
from tickets.models import Ticket, TicketEvent
from tickets.models.merges import merge_of, said_after_opening

# What happened, in words; the reference of the ticket stands behind them.
FORWARDED = _("We have forwarded this to our Product Support team.")
GOES_ON = _("This goes on under a new reference.")
DONE = _("Our Product Support team marked this as done. Write again any time, and it goes on.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the thread. `author` is person, fin, team, or event for what happened without being said."""

    key: str
    author: str
    text: str | Promise
    at: datetime
    name: str = ""
    by_email: bool = False
    reference: str = ""
    pending: bool = False
    stuck: bool = False
    citations: list[dict[str, Any]] = field(default_factory=list)
    choices: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    files: list[ShownFile] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)
    # That a machine translated it, in its own language.
    translated: str = ""
    # Set by where it stands: the first of its day (UTC), the first unread answer, the one that a page opens at.
    new_day: bool = False
    unread: bool = False
    latest: bool = False


def ticket_of(conversation: Conversation) -> Ticket | None:
    """The ticket that the conversation goes on in: the one it became, or the newest follow-up, or what that was merged
    into; or None."""
    if conversation.ticket_id is None:
        return None
    newest = Ticket.objects.going_on_from(conversation.ticket_id).order_by("-pk").first()
    return (merged_with(newest) or newest) if newest else None


def thread(conversation: Conversation, now: datetime) -> list[Entry]:
    """Everything said and done so far, oldest first; the ticket's opening message stands in Fin's part already."""
    entries = [
        Entry(
            key=f"m{message.pk}",
            author=message.author,
            text=message.text,
            at=message.created_at,
            pending=message.state == Message.State.PENDING,
            stuck=message.is_stuck(now),
            citations=message.citations,
            choices=message.choices,
            language=message.language,
            files=files.of_message(conversation, message),
            masked=message.masked,
        )
        for message in conversation.messages.prefetch_related("files__file")
    ]
    if conversation.ticket_id is not None:
        tickets = list(Ticket.objects.going_on_from(conversation.ticket_id).order_by("pk"))
        further = merged_with(tickets[-1])
        said = (
            said_after_opening(conversation.ticket_id, further=further)
            .select_related("author")
            .prefetch_related("attachments__file")
        )
        # Of what has the same time a ticket comes before its first words, and its end after the last ones.
        entries += _openings(tickets)
        if further:
            entries += _merging(tickets[-1], further)
        earlier = Earlier()
        entries += [_ticket_entry(conversation, row, earlier) for row in said]
        ends = _ends([*tickets, *([further] if further else [])])
        entries = sorted([*entries, *ends], key=lambda entry: entry.at)
    return list(_placed(entries, conversation.seen_at))


def _ticket_entry(conversation: Conversation, row: TicketMessage, earlier: Earlier) -> Entry:
    from_team = row.kind == TicketMessage.Kind.REPLY
    return Entry(
        key=f"t{row.pk}",
        author="team" if from_team else "person",
        text=row.body,
        at=row.created_at,
        name=row.author.first_name if from_team and row.author else "",
        by_email=from_team or row.channel == TicketMessage.Channel.EMAIL,
        files=earlier.marked(row, files.of_ticket_message(conversation, row)),
        masked=row.masked,
        translated=row.translated_line,
    )


def _openings(tickets: Sequence[Ticket]) -> Iterator[Entry]:
    """The handover, and each follow-up of a ticket that was closed."""
    for place, ticket in enumerate(tickets):
        words = GOES_ON if place else FORWARDED
        yield Entry(f"o{ticket.pk}", "event", words, ticket.created_at, reference=ticket.reference)


def _merging(source: Ticket, further: Ticket) -> Iterator[Entry]:
    """That the case goes on in another one, from when it was merged on."""
    merge = merge_of(source)
    if merge is not None:
        yield Entry(f"g{merge.pk}", "event", GOES_ON, merge.made_at, reference=further.reference)


def _ends(tickets: Sequence[Ticket]) -> Iterator[Entry]:
    """Each time that the team was done with it; that a solved ticket is closed later on is no news."""
    finished = {str(status) for status in workflow.FINISHED}
    for event in TicketEvent.objects.filter(ticket__in=tickets, kind=Kind.STATUS):
        if event.arguments["after"] in finished and event.arguments["before"] not in finished:
            yield Entry(f"e{event.pk}", "event", DONE, event.created_at)


def _placed(entries: Sequence[Entry], seen_at: datetime) -> Iterator[Entry]:
    """The entries with what depends on their place among the others."""
    day, unread = None, False
    latest = max((place for place, entry in enumerate(entries) if entry.author in {"person", "event"}), default=None)
    for place, entry in enumerate(entries):
        is_unread = entry.author == "team" and entry.at > seen_at and not unread
        before, day, unread = day, entry.at.astimezone(UTC).date(), unread or is_unread
        yield replace(entry, new_day=day != before, unread=is_unread, latest=place == latest)
