"""Filters of the queue that take several values: a ticket that has any of them is shown."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

# Between the values in an address that somebody wrote by hand; those of our pages repeat the parameter.
_BETWEEN = ","


class SeveralFilter(admin.SimpleListFilter, ABC):
    """Any of the values that its parameter has, repeated or with commas between; what is no choice narrows nothing."""

    parameter_name = ""

    def __init__(self, request: HttpRequest, params: dict[str, list[str]], model: Any, model_admin: Any) -> None:
        given = list(params.get(str(self.parameter_name), ()))
        super().__init__(request, params, model, model_admin)
        asked = {part for value in given for part in value.split(_BETWEEN)}
        # In the order of the choices, however they were asked for.
        self.chosen = tuple(str(value) for value, _words in self.lookup_choices if str(value) in asked)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrowed(queryset, self.chosen) if self.chosen else queryset

    @abstractmethod
    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        """Those of the rows that have any of these choices, of which there is one at least."""

    @property
    def name(self) -> str:
        """What the page calls it."""
        return str(self.parameter_name).removesuffix("__exact")


def numbers(chosen: Iterable[str]) -> list[int]:
    """The keys among choices of rows; the word for none of them is no key."""
    return [int(value) for value in chosen if value.isdecimal()]
