"""The tickets before and after one, in the list that somebody came from. Reads only."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from tickets.desk.listed import rows_of
from tickets.desk.origin import list_of
from tickets.finding import MOST_FOUND
from tickets.models import Ticket
from tickets.models.which_tickets import TicketQuerySet
from web.lists import after, is_of_fields

# The lists of which the queue is told: no filter, and the view of what waits.
_QUEUES = ("", "view=waiting")
_FORWARDS, _BACKWARDS = ("waiting_since", "-updated_at", "-pk"), ("-waiting_since", "updated_at", "pk")


def neighbours(ticket: Ticket, request: HttpRequest) -> tuple[str, str]:
    """References of the ticket before and of the one after it, "" for none, in the list that they came from; one query,
    but for what the list itself is narrowed by.

    From any other place, and from the views of what is open, in the queue: among those that wait for us. Reports have a
    queue of their own. Who stands outside the list comes to its first ticket next.
    """
    came_from = list_of(request)
    listed = None if came_from in _QUEUES else rows_of(request, came_from)
    if listed is None:
        return _in_queue(ticket, request.user)
    return (_in_list if all(map(is_of_fields, listed[1])) else _in_ranked)(ticket, *listed)


def next_of(ticket: Ticket, request: HttpRequest) -> str:
    """The reference of the ticket after it, as `neighbours` has it."""
    return neighbours(ticket, request)[1]


def _in_list(ticket: Ticket, rows: TicketQuerySet, order: Sequence[Any]) -> tuple[str, str]:
    others, backwards = rows.exclude(pk=ticket.pk), [_reversed(each) for each in order]
    asked = (
        others.filter(after(ticket, backwards)).order_by(*backwards),
        others.filter(after(ticket, order)).order_by(*order),
        rows.filter(pk=ticket.pk).order_by(),
        others.order_by(*order),
    )
    found = _found(asked)
    return found.get(0, ""), found.get(1, "" if 2 in found else found.get(3, ""))


def _in_ranked(ticket: Ticket, rows: TicketQuerySet, order: Sequence[Any]) -> tuple[str, str]:
    """The same in what words found: few tickets, in an order that no row knows its place in."""
    found = list(rows.order_by(*order).values_list("reference", flat=True)[:MOST_FOUND])
    if ticket.reference not in found:
        return "", next(iter(found), "")
    place = found.index(ticket.reference)
    return found[place - 1] if place else "", next(iter(found[place + 1 :]), "")


def _reversed(order: str | OrderBy) -> str | OrderBy:
    if isinstance(order, str):
        return order.removeprefix("-") if order.startswith("-") else f"-{order}"
    turned = order.copy()
    turned.reverse_ordering()
    return turned


def _found(asked: Iterable[QuerySet[Ticket]]) -> dict[int, str]:
    """The reference of the first of each of these lists by its place, all in one query."""
    first, *rest = [
        rows.annotate(place=Value(place)).values_list("place", "reference")[:1] for place, rows in enumerate(asked)
    ]
    return dict(first.union(*rest, all=True))


def _in_queue(ticket: Ticket, reader: User | AnonymousUser) -> tuple[str, str]:
    before, after_it = [*_before(ticket, reader)], [*_after(ticket, reader)]
    found = _found(rows.order_by(*order) for rows, order in [*before, *after_it])
    places = range(len(before)), range(len(before), len(before) + len(after_it))
    preceding, following = (next((found[place] for place in own if place in found), "") for own in places)
    return preceding, following


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
