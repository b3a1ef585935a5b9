"""The report on Fin in the admin: figures, plots and tables of a time, and each table as CSV."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.staff.record import note, note_openings
from messenger.fin.report import reading, tables, words
from messenger.fin.report.forms import ReportForm
from messenger.fin.report.models import FinDay
from tickets.desk.site import page_context
from web.read_only import ReadOnlyRows


@admin.register(FinDay)
class FinDayAdmin(ReadOnlyRows, admin.ModelAdmin[FinDay]):
    """The sums of a time; there are no rows to open."""

    fields = ("day",)

    def get_urls(self) -> list[URLPattern]:
        part_of_desk = path("part/", self.admin_site.admin_view(part), name="messenger_finday_part")
        return [part_of_desk, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return report(request)


@never_cache
@require_safe
def part(request: HttpRequest) -> HttpResponse:
    """Fin’s figures alone, as the report on the desk shows them beside its own; 404 where nothing can be told."""
    if not request.user.has_perm("messenger.view_finday"):
        raise PermissionDenied
    form = ReportForm(request.GET, topics=reading.topic_labels())
    if not form.is_valid():
        raise Http404
    sums = reading.total(reading.by_week(form.chosen()))
    whole = f"{reverse('admin:messenger_finday_changelist')}?{request.GET.urlencode()}"
    context = {"figures": words.headline(sums) if sums.asked else [], "whole": whole}
    return TemplateResponse(request, "admin/messenger/_part_of_desk.html", context)


@never_cache
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The page, or one of its tables as CSV; 422 with what is wrong in what was asked for."""
    topics = reading.topic_labels()
    form = ReportForm(request.GET, topics=topics)
    context: dict[str, Any] = {"form": form, "title": _("Report on Fin")}
    if not form.is_valid():
        return TemplateResponse(request, "admin/messenger/report.html", page_context(request, **context), status=422)
    chosen, part = form.chosen(), request.GET.get("csv")
    if part in tables.KEYS:
        told = {"part": part, "since": chosen.since, "until": chosen.until}
        note("fin_report_exported", request, details=told)
        name = f"fin-{part}-{chosen.since}-{chosen.until}.csv"
        content = tables.as_csv(part, chosen, topics)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
    note_openings("fin_report_opened", request)
    weeks = reading.by_week(chosen)
    sums = reading.total(weeks)
    context |= {
        # The days that were meant stand in the form, also where none was given.
        "form": ReportForm({**chosen.only, "since": chosen.since, "until": chosen.until}, topics=topics),
        "counted_at": reading.counted_until(chosen),
        "sums": sums,
        "figures": words.headline(sums),
        "cost": words.cost(sums),
        "plots": words.drawn(weeks) if sums.asked else [],
        "week_column": words.FIRST_COLUMN["weeks"],
        "tables": tables.tables(chosen, topics) if sums.asked else [],
    }
    return TemplateResponse(request, "admin/messenger/report.html", page_context(request, **context))
