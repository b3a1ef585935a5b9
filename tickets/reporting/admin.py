"""The report on the desk in the admin: cards, plots and a table of a time, each as CSV; and the wall beside it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tickets.desk.site import page_context, staff_page
from tickets.models import DayFigures
from tickets.models.figures import READ_FIGURES
from tickets.reporting import actions, drawing, links, reading, tables, wall, words
from tickets.reporting.forms import PERIODS, FiguresForm, today
from tickets.reporting.names import Names
from web.read_only import ReadOnlyRows

_PAGE = "admin/tickets/figures.html"


@admin.register(DayFigures)
class DayFiguresAdmin(ReadOnlyRows, admin.ModelAdmin[DayFigures]):
    """The sums of a time; there are no rows to open."""

    fieldsets = ((None, {"fields": ()}),)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return report(request)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("wall/", wall_page, name="tickets_wall"),
            path("count/", count, name="tickets_dayfigures_count"),
        ]
        return [*own, *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: DayFigures | None = None) -> bool:
        return request.user.has_perm(READ_FIGURES)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@never_cache
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The page, or one of its tables as CSV; 422 with what is wrong in what was asked for."""
    names = Names()
    form = FiguresForm(request.GET, names=names)
    if not form.is_valid():
        context = _context(request, form=form, periods=_periods(None))
        return TemplateResponse(request, _PAGE, context, status=422)
    if request.GET.get("csv") in {"time", "table"}:
        return _sheet(form, names, request.GET["csv"])
    return TemplateResponse(request, _PAGE, _context(request, **_figures(form, names, request.GET.urlencode())))


@staff_page(READ_FIGURES)
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Count today up to now, and go back to the report as it was chosen."""
    actions.count_today(now=timezone.now())
    there = reverse("admin:tickets_dayfigures_changelist")
    asked = QueryDict(request.POST.get("asked", ""), mutable=True)
    return redirect(f"{there}?{asked.urlencode()}" if asked else there)


@never_cache
@require_safe
def wall_page(request: HttpRequest) -> HttpResponse:
    """The screen in the room, or its figures alone; whoever isn’t signed in any more is asked to be."""
    if request.headers.get("HX-Request"):
        if not request.user.has_perm("tickets.view_ticket") or not admin.site.has_permission(request):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return TemplateResponse(request, "admin/tickets/_wall.html", _standing())
    return _whole_wall(request)


@staff_page("tickets.view_ticket")
def _whole_wall(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "admin/tickets/wall.html", _standing())


def _standing() -> dict[str, Any]:
    return {"address": reverse("admin:tickets_wall"), **wall.standing(timezone.now())}


def _context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    return page_context(request, title=_("Report on the desk"), opts=DayFigures._meta, **more)


def _figures(form: FiguresForm, names: Names, asked: str) -> dict[str, Any]:
    chosen, by = form.chosen(), form.cut_by
    rows, before = reading.by_time(chosen), reading.total(chosen.before)
    now, cut = reading.whole(rows), reading.by(by, chosen)
    counted_at = reading.counted_until(chosen)
    return {
        # The days that were meant stand in the form, also where none was given.
        "form": form.filled(names),
        "periods": _periods(chosen),
        "chosen": chosen,
        "counted_at": counted_at and timezone.localtime(counted_at, timezone.get_default_timezone()),
        "asked": asked,
        "zone": timezone.get_default_timezone_name(),
        "is_empty": now.is_empty,
        "cards": tables.cards(now, before, chosen),
        "before": words.of_days(chosen.days) if reading.goes_back_to(chosen.before.since) else "",
        "plots": [] if now.is_empty else drawing.drawn(rows, by_week=chosen.by_week),
        "first_column": words.FIRST_COLUMN["week" if chosen.by_week else "day"],
        "by": words.FIRST_COLUMN[by],
        "columns": [str(name) for name, _cell in tables.columns(cut)],
        "lines": tables.lines(by, cut, chosen, names),
        "fin": links.fin_of(chosen),
        "fins_part": links.fins_part_of(chosen),
    }


def _sheet(form: FiguresForm, names: Names, part: str) -> HttpResponse:
    chosen, by = form.chosen(), form.cut_by
    if part == "time":
        first = "week" if chosen.by_week else "day"
        content = tables.sheet(first, tables.by_time(reading.by_time(chosen)))
    else:
        first = by
        content = tables.sheet(by, [(names.label(by, value), row) for value, row in reading.by(by, chosen)])
    disposition = f'attachment; filename="desk-{first}-{chosen.since}-{chosen.until}.csv"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _periods(chosen: reading.Chosen | None) -> list[tuple[int, Any, bool]]:
    """(days, what they are called, whether they are what is shown)."""
    shown = chosen.days if chosen and chosen.until == today() else 0
    return [(days, name, days == shown) for days, name in PERIODS.items()]
