"""Which of what rarely stands beside a ticket there is: asked once, so that the rest isn't. Reads only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from tickets.events import Kind
from tickets.models import (
    IncomingEmail,
    Merge,
    Participant,
    ScheduledReply,
    SlaClock,
    SlaResult,
    Ticket,
    TicketEvent,
    TicketLink,
    TicketTag,
)

_OWN = OuterRef("pk")


@dataclass(frozen=True, slots=True)
class Beside:
    """The tables in which something stands beside the ticket.

    Of events those alone that stopped a link, of mail that alone which went to several people.
    """

    tables: frozenset[type[Model]]

    def has(self, table: type[Model]) -> bool:
        return table in self.tables

    def rows[Shown](self, table: type[Model], read: Callable[..., Iterable[Shown]], *asked: Any) -> list[Shown]:
        """What `read(*asked)` gives, where the table has something; else nothing."""
        return list(read(*asked)) if self.has(table) else []


def beside(ticket: Ticket) -> Beside:
    """One query, whose parts are looked up by the ticket's key in an index of each table."""
    chain = Ticket.objects.going_on_from(ticket.root_id or ticket.pk).values("pk")
    rows: dict[type[Model], Any] = {
        IncomingEmail: IncomingEmail.objects.filter(ticket=_OWN, outcome="joined", recipients__contains=","),
        Participant: Participant.objects.filter(ticket=_OWN),
        ScheduledReply: ScheduledReply.objects.filter(ticket=_OWN),
        SlaClock: SlaClock.objects.filter(ticket=_OWN),
        SlaResult: SlaResult.objects.filter(ticket=_OWN),
        TicketTag: TicketTag.objects.filter(ticket=_OWN),
        TicketLink: TicketLink.objects.filter(Q(first=_OWN) | Q(second=_OWN)),
        Merge: Merge.objects.standing().filter(Q(source=_OWN) | Q(target=_OWN)),
        TicketEvent: TicketEvent.objects.filter(kind=Kind.CASE_LINK_STOPPED, ticket__in=chain),
    }
    found = Ticket.objects.filter(pk=ticket.pk).values_list(*(Exists(each) for each in rows.values())).get()
    return Beside(frozenset(table for table, is_there in zip(rows, found, strict=True) if is_there))
