"""Whether a conversation has anything new for a page that looked before: one look-up, and nothing is rendered."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s
from typing import Any

from django.db.models import OuterRef, Subquery

from messenger.conversations.merged import merged_with
from messenger.models import Conversation
from tickets.models import Message as TicketMessage
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Pulse:
    """`mark` differs when the thread would look different; `answered_at` is the team's newest answer, or None."""

    mark: str
    answered_at: datetime | None = None


def pulse_of(conversation: Conversation, now: datetime) -> Pulse:
    """How the conversation stands. Of what staff do among themselves it tells nothing."""
    stands = (conversation.stage, conversation.unsolved, conversation.tried_self_service)
    if conversation.ticket_id is None:
        return Pulse(_mark(*stands, *_of_fin(conversation, now)))
    ticket, status, said, answered_at = _of_ticket(conversation.ticket_id)
    if status == Ticket.Status.CLOSED and (further := merged_with(Ticket.objects.get(pk=ticket))):
        ticket, status, said, answered_at = _of_ticket(further.root_id or further.pk)
    return Pulse(_mark(*stands, ticket, status, said), answered_at)


def _of_fin(conversation: Conversation, now: datetime) -> tuple[Any, ...]:
    last = conversation.messages.only("state", "created_at").order_by("-pk").first()
    return (last.pk, last.state, last.is_stuck(now)) if last else ()


def _of_ticket(first: int) -> tuple[Any, ...]:
    """(key, status, last message, last answer) of the ticket that it goes on in: only there things happen."""
    said = TicketMessage.objects.filter(ticket=OuterRef("pk")).visible_to_customer().order_by("-created_at", "-pk")
    answers = said.filter(kind=TicketMessage.Kind.REPLY)
    goes_on = Ticket.objects.going_on_from(first).annotate(
        said=Subquery(said.values("pk")[:1]), answered_at=Subquery(answers.values("created_at")[:1])
    )
    return goes_on.order_by("-pk").values_list("pk", "status", "said", "answered_at")[0]


def _mark(*parts: Any) -> str:
    return blake2s(repr(parts).encode(), digest_size=8).hexdigest()
