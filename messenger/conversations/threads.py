"""What a person sees of a conversation: Fin's part, and after the handover the ticket's part, in one thread."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from messenger.models import Conversation, Message
from tickets.models import Message as TicketMessage
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the thread. `author` is person, fin or team."""

    key: str
    author: str
    text: str
    at: datetime
    name: str = ""
    pending: bool = False
    stuck: bool = False
    citations: list[dict[str, Any]] = field(default_factory=list)


def ticket_of(conversation: Conversation) -> Ticket | None:
    """The ticket that the conversation goes on in: the one it became, or the newest follow-up; or None."""
    if conversation.ticket_id is None:
        return None
    return Ticket.objects.going_on_from(conversation.ticket_id).order_by("-pk").first()


def thread(conversation: Conversation, now: datetime) -> list[Entry]:
    """Everything said so far, oldest first; the ticket's opening message stands in Fin's part already."""
    entries = [
        Entry(
            key=f"m{message.pk}",
            author=message.author,
            text=message.text,
            at=message.created_at,
            pending=message.state == Message.State.PENDING,
            stuck=message.is_stuck(now),
            citations=message.citations,
        )
        for message in conversation.messages.all()
    ]
    if conversation.ticket_id is not None:
        said = TicketMessage.objects.said_after_opening(conversation.ticket_id).select_related("author")
        entries += [_ticket_entry(row) for row in said]
    return entries


def _ticket_entry(row: TicketMessage) -> Entry:
    from_team = row.kind == TicketMessage.Kind.REPLY
    return Entry(
        key=f"t{row.pk}",
        author="team" if from_team else "person",
        text=row.body,
        at=row.created_at,
        name=row.author.first_name if from_team and row.author else "",
    )
