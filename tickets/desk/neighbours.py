"""The tickets before and after one in the queue. Reads only."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, Value
from django.utils import timezone

from accounts.models import User
from tickets.models import Ticket
from tickets.models.which_tickets import TicketQuerySet

_FORWARDS, _BACKWARDS = ("waiting_since", "-updated_at", "-pk"), ("-waiting_since", "updated_at", "pk")


def neighbours(ticket: Ticket, reader: User | AnonymousUser) -> tuple[str, str]:
    """References of the ticket before and of the one after it among those waiting for us, "" for none; one query.

    From outside the queue its first one comes after. Reports have a queue of their own.
    """
    before, after = [*_before(ticket, reader)], [*_after(ticket, reader)]
    first, *rest = [
        rows.order_by(*order).annotate(place=Value(place)).values_list("place", "reference")[:1]
        for place, (rows, order) in enumerate([*before, *after])
    ]
    found: dict[int, str] = dict(first.union(*rest, all=True))
    places = range(len(before)), range(len(before), len(before) + len(after))
    preceding, following = (next((found[place] for place in own if place in found), "") for own in places)
    return preceding, following


def next_of(ticket: Ticket, reader: User | AnonymousUser) -> str:
    """The reference of the ticket after it, as `neighbours` has it."""
    return neighbours(ticket, reader)[1]


# Where a neighbour is looked for, nearest first, and in which order. Those that wait since the same moment are asked
# for apart: a condition on two columns leads the planner to read the whole queue.


def _before(ticket: Ticket, reader: User | AnonymousUser) -> Iterator[tuple[Any, tuple[str, ...]]]:
    if _is_waiting(ticket):
        queue, changed = _queue(ticket, reader), ticket.updated_at
        nearer = Q(updated_at__gt=changed) | Q(updated_at=changed, pk__gt=ticket.pk)
        yield queue.filter(nearer, waiting_since=ticket.waiting_since), _BACKWARDS
        yield queue.filter(waiting_since__lt=ticket.waiting_since), _BACKWARDS


def _after(ticket: Ticket, reader: User | AnonymousUser) -> Iterator[tuple[Any, tuple[str, ...]]]:
    queue, changed = _queue(ticket, reader), ticket.updated_at
    if not _is_waiting(ticket):
        yield queue, _FORWARDS
        return
    nearer = Q(updated_at__lt=changed) | Q(updated_at=changed, pk__lt=ticket.pk)
    yield queue.filter(nearer, waiting_since=ticket.waiting_since), _FORWARDS
    yield queue.filter(waiting_since__gt=ticket.waiting_since), _FORWARDS


def _queue(ticket: Ticket, reader: User | AnonymousUser) -> TicketQuerySet:
    seen = Ticket.objects.visible_to(reader)
    kin = seen.reports() if ticket.is_report else seen.without_reports()
    # Whoever waits has a time, and those that were put off have one to come: it alone is asked for.
    return kin.open().filter(waiting_since__lte=timezone.now()).exclude(pk=ticket.pk)


def _is_waiting(ticket: Ticket) -> bool:
    return ticket.waiting_since is not None and ticket.waiting_since <= timezone.now()
