"""What staff selected in a list, which may be a whole table: one request takes so many of it and no more."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Selection:
    """The numbers of the rows to take now, and whether there are more."""

    numbers: list[int]
    has_more: bool

    def tell_of_the_rest(self, request: HttpRequest) -> None:
        """Say that something is left to do, if it is."""
        if self.has_more:
            more = gettext("That was done for the first %(number)s of the selection; repeat it for the rest.")
            messages.warning(request, more % {"number": len(self.numbers)})


def choose(queryset: QuerySet[Any]) -> Selection:
    """The oldest rows of the selection. Asked before anything changes: a change may take rows out of it."""
    found = list(queryset.order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    return Selection(found[:AT_ONCE], has_more=len(found) > AT_ONCE)
