"""The list of a person's conversations: of each its first words, its last ones, how it stands and what is unread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Visitor
from messenger.conversations.flow import Stage
from messenger.conversations.merged import all_merged_with
from messenger.conversations.unread import unread_of
from messenger.models import Conversation, Message
from messenger.naming import named
from tickets.customer_words import CUSTOMER_STATUS
from tickets.models import Message as TicketMessage
from tickets.models import Ticket

MOST = 100
_NOT_SENT = _("Not sent yet")
# How a conversation stands that is no ticket; a ticket has words of its own.
STAGES: dict[str, Promise] = {
    Stage.DRAFT: _NOT_SENT,
    Stage.TOPIC: _NOT_SENT,
    Stage.STEPS: _NOT_SENT,
    Stage.DETAILS: _NOT_SENT,
    Stage.CHAT: _("With Fin"),
    Stage.RESOLVED: _("Answered by Fin"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One conversation of the list. `last` is what was said last and `by` by whom: person, fin, team, or nobody yet."""

    conversation: Conversation
    status: Promise | str
    at: datetime
    reference: str = ""
    last: str = ""
    by: str = ""
    unread: bool = False


def listed(visitor: Visitor | None) -> list[Listed]:
    """The visitor's conversations: first those with an unread answer, then the newest; MOST in all."""
    own = Conversation.objects.visible_to(visitor).started().newest_first().prefetch_related("topic__texts")
    unread = set(unread_of(visitor).values_list("pk", flat=True)[:MOST])
    # An answer changes no conversation, so one that is unread may be far down.
    rows = [*own.filter(pk__in=unread), *own.exclude(pk__in=unread)[: MOST - len(unread)]]
    of_fin, tickets = _last_of_fin(rows), _tickets([row.ticket_id for row in rows if row.ticket_id])
    of_tickets = _last_of_tickets([ticket.pk for ticket in tickets.values()])
    found = []
    for row in rows:
        if row.ticket_id is None:
            found.append(_with_fin(row, of_fin.get(row.pk)))
        else:
            ticket = tickets[row.ticket_id]
            found.append(_with_ticket(row, ticket, of_tickets.get(ticket.pk), unread=row.pk in unread))
    return sorted(found, key=lambda each: (each.unread, each.at), reverse=True)


def _with_fin(row: Conversation, last: Message | None) -> Listed:
    # A stage of a newer version beside this one: what was said tells how it stands.
    status: Promise | str = STAGES.get(row.stage, _NOT_SENT if last is None else STAGES[Stage.CHAT])
    if row.stage == Stage.CHAT and row.unsolved and last and last.author == Message.Author.PERSON:
        status = _("Not forwarded yet")
    status = named(status)
    if last is None:
        return Listed(row, status, row.updated_at)
    return Listed(row, status, row.updated_at, last=_words(last), by=last.author)


def _words(message: Message) -> str:
    """The article that Fin quoted, or what was said."""
    return next((str(cited["title"]) for cited in message.citations), message.text)


def _with_ticket(row: Conversation, ticket: Ticket, last: TicketMessage | None, *, unread: bool) -> Listed:
    status = CUSTOMER_STATUS[ticket.status]
    if last is None:
        return Listed(row, status, row.updated_at, ticket.reference, unread=unread)
    by = "team" if last.kind == TicketMessage.Kind.REPLY else "person"
    at = max(row.updated_at, last.created_at)
    return Listed(row, status, at, ticket.reference, last=last.body, by=by, unread=unread)


def _last_of_fin(rows: Sequence[Conversation]) -> dict[int, Message]:
    """What was said last before any handover, by the conversation's key."""
    own = [row.pk for row in rows if row.ticket_id is None]
    said = Message.objects.filter(conversation__in=own, state=Message.State.READY)
    return {each.conversation_id: each for each in said.order_by("conversation", "-pk").distinct("conversation")}


def _tickets(first: Sequence[int]) -> dict[int, Ticket]:
    """The ticket that each of these goes on in, by the first one's key."""
    chains = Ticket.objects.filter(Q(pk__in=first) | Q(root__in=first)).order_by("pk")
    newest = {ticket.root_id or ticket.pk: ticket for ticket in chains}
    merged = all_merged_with(newest.values())
    return {key: merged.get(ticket.pk, ticket) for key, ticket in newest.items()}


def _last_of_tickets(keys: Sequence[int]) -> dict[int, TicketMessage]:
    """What was said last, by the ticket's key."""
    said = TicketMessage.objects.filter(ticket__in=keys).visible_to_customer()
    return {each.ticket_id: each for each in said.order_by("ticket", "-created_at", "-pk").distinct("ticket")}
