"""Lists of the admin that read no more rows than they show, however long the table. Knows no app."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Exists, F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

# How far a list counts and how deep its numbered pages go; from there it goes on by key.
MOST_COUNTED = 1_000
# How many rows a bulk action takes in one request.
MOST_AT_ONCE = 200
AFTER = "after"


def counted(rows: QuerySet[Any]) -> int:
    """How many rows there are, or MOST_COUNTED + 1 for any number beyond. Reads no more than that."""
    if any(isinstance(getattr(each, "lhs", each), Exists) for each in rows.query.where.leaves()):
        # The rows of another table lead to these: whoever wants them in order has to find all of them first.
        rows = rows.order_by()
    return _counts([rows]).read()[0]


@dataclass(frozen=True, slots=True)
class Counts:
    """One query for how many rows there are in each of some lists, or MOST_COUNTED + 1 for any number beyond."""

    sql: str
    values: tuple[Any, ...]

    def read(self) -> list[int]:
        """What it finds, in the order of the lists."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return [int(count) for count in cursor.fetchone() or ()]


def counts_of(lists: Sequence[QuerySet[Any]]) -> Counts:
    """The query for all of these lists, to be asked as often as somebody wants to know.

    In no order, so that counting stops at the first rows that fit: the planner sorted all where it expected few.
    """
    return _counts([rows.order_by() for rows in lists])


def _counts(lists: Sequence[QuerySet[Any]]) -> Counts:
    parts: list[str] = []
    arguments: list[Any] = []
    for rows in lists:
        try:
            sql, values = rows.values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 LIMIT 0", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS few)")  # noqa: S608 (the query is Django's)
        arguments += values
    return Counts(f"SELECT {', '.join(parts)}" if parts else "", tuple(arguments))


def counted_together(lists: Sequence[QuerySet[Any]]) -> list[int]:
    """What `counted` says of each list, in one query for all of them."""
    return counts_of(lists).read()


def shown_count(count: int) -> str:
    """A count for people: 7, or 1,000+ for what wasn't counted to the end."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of the first MOST_COUNTED rows."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        return counted(rows) if isinstance(rows, QuerySet) else len(rows)

    @property
    def is_capped(self) -> bool:
        """Whether there is more than the pages hold."""
        return self._counted > MOST_COUNTED

    @property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)


class KeysetList(ChangeList):
    """Django's list, which goes on after a row (`?after=key`) where its numbered pages end."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        rows = super().get_queryset(request, exclude_parameters)
        key = request.GET.get(AFTER, "")
        row = self.root_queryset.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        order = rows.query.order_by
        # A list that is ranked by what fits is short, and has no later stretch.
        return rows.filter(after(row, order)) if row is not None and all(map(is_of_fields, order)) else rows

    def get_filters_params(self, params: Any = None) -> Any:
        kept = super().get_filters_params(params)
        kept.pop(AFTER, None)
        return kept

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """Another filter or order begins anew; another page stays in this stretch of the list."""
        stays = new_params is not None and (PAGE_VAR in new_params or AFTER in new_params)
        return super().get_query_string(new_params, remove if stays else [*(remove or []), AFTER])

    @property
    def goes_on(self) -> str:
        """The address of what comes after the last numbered page, on that page; else ""."""
        paginator = self.paginator
        if not paginator.is_capped or self.page_num != paginator.num_pages or not self.result_list:
            return ""
        return self.get_query_string({AFTER: list(self.result_list)[-1].pk})

    @property
    def begins(self) -> str:
        """The address of the list's beginning, in a later stretch of it; else ""."""
        return self.get_query_string() if AFTER in self.params else ""


def after(row: Model, ordering: Sequence[Any]) -> Q:
    """The condition that a row stands behind this one in the order, which ends in a unique key."""
    fields = [field_of(each) for each in ordering]
    behind, same = Q(), Q()
    for name, descending in fields:
        value = _value(row, name)
        behind |= same & _further(name, value, descending=descending)
        same &= _equal(name, value)
    name, descending = fields[0]
    # Says once more what follows anyhow, in the form at which an index can begin.
    first = _value(row, name)
    return behind & (_further(name, first, descending=descending) | _equal(name, first))


def is_of_fields(each: Any) -> bool:
    """Whether a part of an order is a field, so that a row can say where it stands."""
    return not isinstance(each, OrderBy) or isinstance(each.expression, F)


def _value(row: Model, name: str) -> Any:
    """What stands there, in a related row too."""
    return attrgetter(name.replace("__", "."))(row)


def field_of(each: Any) -> tuple[str, bool]:
    """The field's name and whether the order descends."""
    if isinstance(each, OrderBy):
        return str(getattr(each.expression, "name", "")), each.descending
    return each.removeprefix("-"), each.startswith("-")


def _equal(name: str, value: Any) -> Q:
    return Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})


def _further(name: str, value: Any, *, descending: bool) -> Q:
    """Behind this value; what is empty counts as the greatest, as PostgreSQL has it."""
    if value is None:
        return Q(**{f"{name}__isnull": False}) if descending else Q(pk__in=[])
    if descending:
        return Q(**{f"{name}__lt": value})
    return Q(**{f"{name}__gt": value}) | Q(**{f"{name}__isnull": True})
