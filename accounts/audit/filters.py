"""What the audit trail's list is narrowed by: kind, outcome, person, days. Each has an index that its order is in."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from accounts.audit.words import KINDS
from accounts.models import AuditEntry, User

SINCE, UNTIL = "since", "until"


class KindFilter(admin.SimpleListFilter):
    """By what was done."""

    title = _("what")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return sorted(KINDS.items(), key=lambda pair: str(pair[1]).lower())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class OutcomeFilter(admin.SimpleListFilter):
    """Only what wasn't done: the rest is nearly everything."""

    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("not_done", _("Refused or failed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.exclude(outcome=AuditEntry.Outcome.OK) if self.value() == "not_done" else queryset


class PersonFilter(admin.SimpleListFilter):
    """By who did it; whoever is gone is found by their name, in the search."""

    title = _("person")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = User.objects.filter(is_staff=True).order_by("username")
        return [(str(person.pk), person.get_full_name() or person.get_username()) for person in people]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        known = {value for value, _words in self.lookup_choices}
        return queryset.filter(staff_number=int(self.value() or 0)) if self.value() in known else queryset


class DaysFilter(admin.ListFilter):
    """From one day to another, both included, in the time zone of who looks."""

    title = _("days")
    template = "admin/accounts/auditentry/days.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        for name in (SINCE, UNTIL):
            if name in params:
                value = params.pop(name)
                self.used_parameters[name] = value[-1] if isinstance(value, list) else value

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [SINCE, UNTIL]

    def choices(self, changelist: ChangeList) -> Any:
        """One: the form's values, and what else the list is narrowed by."""
        others = {name: value for name, value in changelist.get_filters_params().items() if name not in (SINCE, UNTIL)}
        if changelist.query:
            others["q"] = [changelist.query]
        yield {
            "selected": not self.used_parameters,
            "since": self._day(SINCE),
            "until": self._day(UNTIL),
            "others": [(name, each) for name, values in others.items() for each in _listed(values)],
            "query_string": changelist.get_query_string(remove=[SINCE, UNTIL]),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        if since := self._day(SINCE):
            queryset = queryset.filter(at__gte=_begins(since))
        if until := self._day(UNTIL):
            queryset = queryset.filter(at__lt=_begins(until + timedelta(days=1)))
        return queryset

    def _day(self, name: str) -> Any:
        """The day, or None for what is none: also the thirtieth of February."""
        try:
            return parse_date(str(self.used_parameters.get(name, "")))
        except ValueError:
            return None


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _begins(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
