"""Policies and business hours in the admin. What changes there holds for open tickets too, by a job."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.models import BusinessHours, Holiday, OpenSpan, SlaPolicy
from tickets.sla import policy_actions, spoken
from tickets.sla.forms import HoursForm, PolicyForm, SpanRows
from web.rows import LabelledRows


class _Applied(admin.ModelAdmin):  # type: ignore[type-arg]
    """Whatever is saved or deleted is applied to the tickets that are open, in the same transaction."""

    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        policy_actions.apply_later()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        policy_actions.apply_later()


@admin.register(SlaPolicy)
class SlaPolicyAdmin(_Applied):
    """How soon which tickets are answered; the first one that fits holds."""

    form = PolicyForm
    list_display = ("name", "order", "active", "first", "following", "until_solved", "hours")
    list_select_related = ("hours",)
    fieldsets = (
        (None, {"fields": ("name", "order", "active")}),
        (
            _("How soon"),
            {
                "fields": ("first_response", "next_response", "resolution", "warn_percent"),
                "description": _("In business hours. What stays empty isn’t measured."),
            },
        ),
        (_("What counts as time"), {"fields": ("hours", "pauses_pending", "pauses_on_hold")}),
        (_("For which tickets"), {"fields": ("priorities", "plans", "topics", "teams", "languages")}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Topics with their words: one query for all of them."""
        made = super().get_form(request, obj, change, **kwargs)
        topics: Any = made.base_fields.get("topics")
        if topics is not None:
            topics.queryset = topics.queryset.prefetch_related("texts")
        return made

    @admin.display(description=_("first response"))
    def first(self, row: SlaPolicy) -> str:
        return _told(row.first_response)

    @admin.display(description=_("next response"))
    def following(self, row: SlaPolicy) -> str:
        return _told(row.next_response)

    @admin.display(description=_("resolution"))
    def until_solved(self, row: SlaPolicy) -> str:
        return _told(row.resolution)


class OpenSpanInline(admin.TabularInline):  # type: ignore[type-arg]
    model = OpenSpan
    # What one more of them is called below the table.
    verbose_name = _("day with its hours")
    verbose_name_plural = _("weekly hours")
    formset = SpanRows
    extra = 0
    min_num = 0


class HolidayInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Holiday
    formset = LabelledRows
    extra = 0


@admin.register(BusinessHours)
class BusinessHoursAdmin(_Applied):
    """When teams work."""

    form = HoursForm
    list_display = ("name", "zone", "whose")
    inlines = (OpenSpanInline, HolidayInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BusinessHours]:
        return super().get_queryset(request).prefetch_related("teams")

    @admin.display(description=_("teams"))
    def whose(self, row: BusinessHours) -> str:
        return ", ".join(team.name for team in row.teams.all()) or gettext("none")


def _told(minutes: int | None) -> str:
    return spoken.told(minutes) if minutes else "–"
