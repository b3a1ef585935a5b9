"""Reports under the law in the desk: their kinds to edit, filters for their queue, and the case for the regulator."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.staff.record import note
from tickets.compliance import exporting
from tickets.compliance.standing import report_of
from tickets.desk.site import staff_page
from tickets.models import Report, ReportKind, ReportKindText, Ticket
from tickets.models.tickets import HANDLE_REPORTS
from web.rows import LabelledList, LabelledRows

_SOON = timedelta(days=3)


class ReportKindTextInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ReportKindText
    formset = LabelledRows
    extra = 0


@admin.register(ReportKind)
class ReportKindAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What can be reported under each law, and by when it has to be answered."""

    list_display = ("label_shown", "law", "acknowledge_hours", "decide_days", "order", "active")
    list_editable = ("acknowledge_hours", "decide_days", "order", "active")
    list_filter = ("law", "active")
    inlines = (ReportKindTextInline,)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportKind]:
        return super().get_queryset(request).prefetch_related("texts")

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=LabelledList, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(HANDLE_REPORTS) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(HANDLE_REPORTS) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(HANDLE_REPORTS) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a kind that no report is of; any other is switched off instead."""
        allowed = request.user.has_perm(HANDLE_REPORTS) and super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.reports.exists())

    @admin.display(description=_("label"))
    def label_shown(self, kind: ReportKind) -> str:
        return kind.label()


class LawFilter(admin.SimpleListFilter):
    """By the law that a report is under; for who handles reports."""

    title = _("law")
    parameter_name = "law"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ReportKind.Law.choices) if request.user.has_perm(HANDLE_REPORTS) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() if self.value() in ReportKind.Law.values else None
        return queryset.filter(report__kind__law=chosen) if chosen else queryset


class DueFilter(admin.SimpleListFilter):
    """By when a report has to be decided; for who handles reports."""

    title = _("to be decided")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        words = [("late", _("Overdue")), ("soon", _("Within three days")), ("none", _("Without a deadline"))]
        return words if request.user.has_perm(HANDLE_REPORTS) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        match self.value():
            case "late":
                return queryset.filter(report__decide_by__lt=now, solved_at=None)
            case "soon":
                return queryset.filter(report__decide_by__range=(now, now + _SOON), solved_at=None)
            case "none":
                return queryset.filter(report__isnull=False, report__decide_by=None)
        return queryset


class MarkFilter(admin.SimpleListFilter):
    """Whether a report looks like a machine's; for who handles reports."""

    title = _("sender")
    parameter_name = "sender"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        words = [("person", _("Looks like a person’s")), ("machine", _("Looks like a machine’s"))]
        return words if request.user.has_perm(HANDLE_REPORTS) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "person":
                return queryset.filter(report__suspicions=[])
            case "machine":
                return queryset.filter(report__isnull=False).exclude(report__suspicions=[])
        return queryset


@staff_page(HANDLE_REPORTS)
@never_cache
@require_safe
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """The case on one page to print or to keep as a PDF."""
    report = _report(reference)
    note("report_exported", request, about=report.ticket)
    case = exporting.case_of(report, timezone.now())
    return render(request, "tickets/report_export.html", {"case": case})


@staff_page(HANDLE_REPORTS)
@never_cache
@require_safe
def export_json(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for programs."""
    report = _report(reference)
    note("report_exported", request, about=report.ticket, details={"as": "json"})
    case = exporting.case_of(report, timezone.now())
    response = JsonResponse(exporting.plain(case), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="{case.reference}.json"'
    return response


def _report(reference: str) -> Report:
    report = report_of(get_object_or_404(Ticket.objects.reports(), reference=reference))
    if report is None:
        raise Http404
    return report
