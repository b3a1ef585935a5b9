"""The other tickets of whoever wrote one: those with work left, and those that are done. Reads only."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from tickets.models import Ticket
from tickets.workflow import FINISHED

# So many of each are shown, and so far they are counted.
_SHOWN, _COUNTED = 5, 50


@dataclass(frozen=True, slots=True)
class Several:
    """The newest of them, and how many there are: "7", or "50+" where nobody counted on."""

    rows: tuple[Ticket, ...]
    count: str


@dataclass(frozen=True, slots=True)
class OtherTickets:
    """Of one person, as far as one member of staff may see them."""

    open: Several
    past: Several

    def __bool__(self) -> bool:
        return bool(self.open.rows or self.past.rows)


def other_tickets(ticket: Ticket, reader: User | AnonymousUser) -> OtherTickets:
    """Those of the same address, in one query; none of who gave no address."""
    if not ticket.requester_email:
        return OtherTickets(_several([]), _several([]))
    theirs = Ticket.objects.visible_to(reader).of_address(ticket.requester_email).exclude(pk=ticket.pk)
    newest = theirs.order_by("-created_at").only("reference", "subject", "status", "created_at")
    rows = list(newest.open()[: _COUNTED + 1].union(newest.finished()[: _COUNTED + 1], all=True))
    rows.sort(key=lambda row: row.created_at, reverse=True)
    return OtherTickets(
        _several([row for row in rows if row.status not in FINISHED]),
        _several([row for row in rows if row.status in FINISHED]),
    )


def _several(rows: list[Ticket]) -> Several:
    return Several(tuple(rows[:_SHOWN]), f"{_COUNTED}+" if len(rows) > _COUNTED else str(len(rows)))
