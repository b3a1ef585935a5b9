"""The tickets of a list of the queue, told by its query alone: as the list has them, without drawing it."""

from collections.abc import Sequence
from copy import copy
from inspect import isclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from tickets.desk.filters import ViewFilter, order_of, view_of
from tickets.desk.searching import search
from tickets.models import Ticket
from tickets.models.tickets import TicketQuerySet

# What Django's own filter puts into an address.
_TIMES = ("created_at__gte", "created_at__lt")


def rows_of(request: HttpRequest, query: str) -> tuple[TicketQuerySet, Sequence[Any]] | None:
    """The tickets of the list with this query that who asks may see, and their order; None for a query that means
    nothing."""
    asked = copy(request)
    asked.GET = QueryDict(query)
    view = view_of(asked)
    rows = view.rows(Ticket.objects.visible_to(request.user), request.user)
    own = admin.site.get_model_admin(Ticket)
    given = dict(asked.GET.lists())
    for spec in filter(isclass, own.list_filter):
        # Each that is made asks for its choices, so only those are made that narrow the list.
        if issubclass(spec, admin.SimpleListFilter) and spec is not ViewFilter and spec.parameter_name in given:
            narrowed: Any = spec(asked, given, Ticket, own).queryset(asked, rows)
            rows = rows if narrowed is None else narrowed
    try:
        times = {name: parse_datetime(asked.GET[name]) for name in _TIMES if name in asked.GET}
        if any(at is None or is_naive(at) for at in times.values()):
            return None
        rows = rows.filter(**times)
    except ValueError:
        return None
    if words := asked.GET.get("q", "").strip():
        rows = search(rows, words, request.user).rows
    return rows, order_of(asked)
