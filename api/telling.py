"""What webhooks tell of a thing: read when it is told, with the eyes of whoever made the endpoint."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import User
from api import showing
from api.schemas.webhooks import (
    Changed,
    ChangeOut,
    ChangeTold,
    HandoverTold,
    MergeTold,
    MessageTold,
    PartingTold,
    RatingTold,
    TicketTold,
)
from messenger.models import Conversation, Packet
from tickets.events import Kind as EventKind
from tickets.models import Merge, Message, Priority, Rating, Ticket, TicketEvent
from webhooks.kinds import Kind
from webhooks.models import Delivery, Endpoint

_READS, _TALKS = "tickets.view_ticket", "messenger.view_conversation"
# What an event changed, and which of its arguments say what was there before and after; "" for none.
_CHANGES: Mapping[str, tuple[Changed, str, str]] = {
    EventKind.STATUS: (Changed.STATUS, "before", "after"),
    EventKind.ASSIGNED: (Changed.ASSIGNEE, "", "to"),
    EventKind.UNASSIGNED: (Changed.ASSIGNEE, "", ""),
    EventKind.PRIORITY: (Changed.PRIORITY, "before", "after"),
    EventKind.TEAM: (Changed.TEAM, "before", "after"),
    EventKind.ESCALATED: (Changed.TEAM, "before", "after"),
    EventKind.TAGGED: (Changed.TAGS, "", "tag"),
    EventKind.UNTAGGED: (Changed.TAGS, "tag", ""),
}


def data_of(endpoint: Endpoint, row: Delivery) -> dict[str, Any] | None:
    """The `data` of the wire; None where it is gone, or its owner may not see it, or it was asked for without it."""
    owner = endpoint.owner
    if owner is None or not owner.has_perm(_READS):
        return None
    told = _TELLS[Kind(row.kind)](row, owner)
    if told is None or (told[1].is_report and not endpoint.with_reports):
        return None
    return told[0].model_dump(mode="json")


type Told = tuple[TicketTold, Ticket] | None


def _ticket(owner: User, key: int) -> Ticket | None:
    return showing.with_all(Ticket.objects.visible_to(owner)).filter(pk=key).first()


def _message(row: Delivery, owner: User) -> Told:
    """Where the ticket was merged since, the message and its ticket are there."""
    message = showing.with_files(Message.objects.filter(pk=row.about)).first()
    ticket = _ticket(owner, message.ticket_id) if message else None
    if message is None or ticket is None:
        return None
    return MessageTold(ticket=showing.ticket(ticket), message=showing.message(message)), ticket


def _event(row: Delivery, owner: User) -> tuple[TicketEvent, Ticket] | None:
    event = TicketEvent.objects.select_related("author").filter(pk=row.about).first()
    ticket = _ticket(owner, event.ticket_id) if event else None
    return (event, ticket) if event is not None and ticket is not None else None


def _change(row: Delivery, owner: User) -> Told:
    found = _event(row, owner)
    if found is None:
        return None
    event, ticket = found
    what, before, after = _CHANGES[event.kind]
    change = ChangeOut(
        what=what,
        before=_value(what, event.arguments.get(before, "")),
        after=_value(what, event.arguments.get(after, "")),
        author=showing.staff(event.author),
        author_name=event.author_name,
        at=event.created_at,
    )
    return ChangeTold(ticket=showing.ticket(ticket), change=change), ticket


def _value(what: Changed, argument: str) -> str:
    """As the ticket has it: a priority by its word."""
    return str(showing.PRIORITIES[Priority(int(argument))]) if what == Changed.PRIORITY else argument


def _merge(row: Delivery, owner: User) -> Told:
    found = _event(row, owner)
    if found is None:
        return None
    return MergeTold(ticket=showing.ticket(found[1]), into=found[0].arguments["reference"]), found[1]


def _parting(row: Delivery, owner: User) -> Told:
    merge = Merge.objects.select_related("target").filter(pk=row.about).first()
    ticket = _ticket(owner, merge.source_id) if merge else None
    if merge is None or ticket is None:
        return None
    return PartingTold(ticket=showing.ticket(ticket), out_of=merge.target.reference), ticket


def _rating(row: Delivery, owner: User) -> Told:
    found = _event(row, owner)
    if found is None:
        return None
    score = found[0].arguments["score"]
    # Where they changed it since, the words are about the new one, which is told by itself.
    words = Rating.objects.filter(ticket=found[1], score=score).values_list("comment", flat=True).first()
    return RatingTold(ticket=showing.ticket(found[1]), score=score, comment=words or ""), found[1]


def _handover(row: Delivery, owner: User) -> Told:
    talk = Conversation.objects.select_related("topic", "ticket").filter(pk=row.about).first()
    if talk is None or not owner.has_perm(_TALKS):
        return None
    ticket = _ticket(owner, _became(talk, row.reference))
    if ticket is None:
        return None
    return HandoverTold(ticket=showing.ticket(ticket), conversation=showing.conversation(talk)), ticket


def _became(talk: Conversation, reference: str) -> int:
    """The key of the ticket that the conversation became, or that somebody of its organization made of it; else 0."""
    sent_on = Packet.objects.filter(conversation=talk, ticket__reference=reference)
    return sent_on.values_list("ticket", flat=True).first() or talk.ticket_id or 0


_TELLS: Mapping[Kind, Callable[[Delivery, User], Told]] = {
    Kind.CREATED: _message,
    Kind.REPLIED_CUSTOMER: _message,
    Kind.REPLIED_STAFF: _message,
    Kind.NOTED: _message,
    Kind.CHANGED: _change,
    Kind.MERGED: _merge,
    Kind.UNMERGED: _parting,
    Kind.RATED: _rating,
    Kind.HANDED_OVER: _handover,
}
