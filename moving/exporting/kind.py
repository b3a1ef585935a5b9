"""One kind of record of an export: which table, which of its columns, and which rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.entitlements import Rule
from tickets.models import Attachment, Ticket

type Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One file: the model's label, its columns, and those that are left out.

    `tickets` are the ways to the tickets that a row is about, "" for itself: with reports under the law it goes where
    they go. `changed` is the column that says when, for those since a moment. `only` chooses among the model's rows.
    """

    name: str
    label: str
    fields: str
    left: str = ""
    tickets: tuple[str, ...] = ()
    changed: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)
    among: Callable[[Rows], Rows] | None = None
    # Only reports have such rows.
    reports_alone: bool = False

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def columns(self) -> list[str]:
        return self.fields.split()

    def rows(self, *, since: Any = None, with_reports: bool = False) -> Rows:
        """Its rows in the order of their keys."""
        rows: Rows = self.model._default_manager.filter(**self.only)
        if since is not None and self.changed:
            rows = rows.filter(**{f"{self.changed}__gte": since})
        if not with_reports:
            hidden = Q()
            for way in self.tickets:
                hidden |= Q(**{f"{way}__rule".removeprefix("__"): Rule.COMPLIANCE})
            rows = rows.exclude(hidden) if self.tickets else rows
            rows = self.among(rows) if self.among else rows
        return rows.order_by("pk")


def without_reports_files(rows: Rows) -> Rows:
    """Files that no message of a report has."""
    reports = Attachment.objects.filter(file=OuterRef("pk"), message__ticket__rule=Rule.COMPLIANCE)
    return rows.exclude(Exists(reports))


def without_reports_entries(rows: Rows) -> Rows:
    """The trail without what was done to reports."""
    reports = Ticket.objects.reports().filter(reference=OuterRef("object_ref"))
    return rows.exclude(kind__startswith="report_").exclude(Exists(reports))
