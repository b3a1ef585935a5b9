"""Retention rules, which staff set, and reports, which they read; the pages about one person hang below the reports."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy import views
from privacy.actions import ruling
from privacy.forms import RuleForm
from privacy.models import Report, RetentionRule
from privacy.rules import What
from web.lists import CappedPaginator, KeysetList


@admin.register(RetentionRule)
class RetentionRuleAdmin(admin.ModelAdmin[RetentionRule]):
    """A row for each rule, whose days change."""

    form = RuleForm
    list_display = ["__str__", "kept"]
    fields = ["days", "meant"]
    ordering = ["pk"]
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: RetentionRule, form: Any, change: bool) -> None:
        meant = bool(form.cleaned_data["meant"])
        form.before = ruling.change_rule(what=What(obj.what), days=obj.days, meant=meant, now=timezone.now())

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, dict[str, list[str]]]]:
        """Both numbers, as Django writes what changed: the rows that went by the old one can't be asked."""
        after = form.cleaned_data["days"]
        if form.before == after:
            return []
        return [{"changed": {"fields": [f"{gettext('days')}: {_in_words(form.before)} → {_in_words(after)}"]}}]

    @admin.display(description=_("days"))
    def kept(self, rule: RetentionRule) -> str:
        return _in_words(rule.days)


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin[Report]):
    """Read only. What was deleted is gone, and this says so."""

    list_display = ["__str__", "what", "staff_name", "begun_at", "ended_at"]
    list_filter = ["kind"]
    fields = ("kind", "what", "staff_name", "begun_at", "ended_at", "rows", "stays")
    readonly_fields = fields
    ordering = ["-pk"]
    sortable_by = ()
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return KeysetList

    def get_urls(self) -> list[URLPattern]:
        return [
            path("person/", views.person, name="privacy_person"),
            path("person/export/", views.export, name="privacy_person_export"),
            path("person/delete/", views.erase, name="privacy_person_erase"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("rows"))
    def rows(self, report: Report) -> SafeString:
        return _list(report.counts)

    @admin.display(description=_("stays"))
    def stays(self, report: Report) -> SafeString:
        return _list(report.kept)


def _in_words(days: int | None) -> str:
    return gettext("for ever") if days is None else str(days)


def _list(counts: dict[str, int]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}: {}", views.worded(counts)) or SafeString("–")
