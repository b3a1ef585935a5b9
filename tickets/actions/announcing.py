"""Has programs elsewhere told what happened to a ticket, in the transaction in which it happens.

What stands on the thread is told from the few places that put it there: here it only gets its type.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from tickets.events import Kind as EventKind
from tickets.models import Merge, Message, Rating, Ticket, TicketEvent
from webhooks.actions.announcing import announce
from webhooks.kinds import Happening, Kind

_OF_EVENTS: Mapping[str, Kind] = {
    **dict.fromkeys(
        (
            EventKind.STATUS,
            EventKind.ASSIGNED,
            EventKind.UNASSIGNED,
            EventKind.PRIORITY,
            EventKind.TEAM,
            EventKind.ESCALATED,
            EventKind.TAGGED,
            EventKind.UNTAGGED,
        ),
        Kind.CHANGED,
    ),
    EventKind.MERGED: Kind.MERGED,
    EventKind.RATED: Kind.RATED,
}
_OF_MESSAGES: Mapping[str, Kind] = {
    Message.Kind.CUSTOMER: Kind.REPLIED_CUSTOMER,
    Message.Kind.REPLY: Kind.REPLIED_STAFF,
    Message.Kind.NOTE: Kind.NOTED,
}


def happened(events: Iterable[TicketEvent]) -> None:
    """These were recorded."""
    announce(
        _on(row.ticket, _OF_EVENTS[row.kind], row.pk, at=row.created_at) for row in events if row.kind in _OF_EVENTS
    )


def said(message: Message, *, opens: bool = False) -> None:
    """It was said; or the ticket `opens` with it. What its author may still take back is told when they can't."""
    kind = Kind.CREATED if opens else _OF_MESSAGES[message.kind]
    announce([_on(message.ticket, kind, message.pk, at=message.created_at, not_before=message.held_until)])


def parted(merge: Merge) -> None:
    """It was taken back. Told once, on the ticket that stands alone again, as the merge was."""
    if merge.undone_at is not None:
        announce([_on(merge.source, Kind.UNMERGED, merge.pk, at=merge.undone_at)])


def explained(rating: Rating, *, now: datetime) -> None:
    """They wrote, or changed, what stands beside their rating, which is the same."""
    rated = TicketEvent.objects.filter(ticket=rating.ticket, kind=EventKind.RATED).order_by("-pk").first()
    if rated is not None:
        announce([_on(rating.ticket, Kind.RATED, rated.pk, at=now)])


def _on(ticket: Ticket, kind: Kind, about: int, *, at: datetime, not_before: datetime | None = None) -> Happening:
    return Happening(
        kind=kind,
        reference=ticket.reference,
        about=about,
        at=at,
        is_report=ticket.is_report,
        not_before=not_before,
    )
