"""The log of Fin's answers: why each one is what it is. Staff read it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from messenger.corrections.views import correction, corrections
from messenger.fin.models import FinAnswer
from messenger.fin.playground import playground
from tickets.desk.filters import LanguageFilter
from web.lists import CappedPaginator, KeysetList


@admin.register(FinAnswer)
class FinAnswerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Answers, newest first; written by Fin alone."""

    change_list_template = "admin/messenger/finanswer_list.html"
    list_display = ["asked", "decision", "intent", "locale", "topic", "outcome", "best", "created_at"]
    list_filter = ["decision", "outcome", LanguageFilter]
    list_select_related = ["message__conversation"]
    ordering = ["-pk"]
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    fields = (
        "question",
        "answer",
        "conversation",
        "decision",
        "intent",
        "rule",
        "locale",
        "topic",
        "found",
        "outcome",
        "model",
        "milliseconds",
        "created_at",
    )
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        return [
            path("playground/", playground, name="messenger_finanswer_playground"),
            path("corrections/", corrections, name="messenger_corrections"),
            path("corrections/<int:pk>/", correction, name="messenger_correction"),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    @admin.display(description=_("question"))
    def asked(self, row: FinAnswer) -> str:
        return str(row)

    @admin.display(description=_("best section"))
    def best(self, row: FinAnswer) -> str:
        return _named(row.sections[0]) if row.sections else ""

    @admin.display(description=_("answer"))
    def answer(self, row: FinAnswer) -> str:
        return row.message.text

    @admin.display(description=_("conversation"))
    def conversation(self, row: FinAnswer) -> SafeString:
        held = row.message.conversation
        return format_html('<a href="{}">{}</a>', reverse("admin:messenger_conversation_change", args=[held.pk]), held)

    @admin.display(description=_("what was found"))
    def found(self, row: FinAnswer) -> SafeString:
        """Each section with its score, and whether it was quoted or offered."""
        rows = (
            (each["score"], _named(each), each["locale"], each["version"], _USED[each["used"]]) for each in row.sections
        )
        lines = format_html_join("", "<li>{} · {} · {} · v{} {}</li>", rows)
        return format_html("<ol>{}</ol>", lines) if lines else format_html("{}", _("nothing"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FinAnswer | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FinAnswer | None = None) -> bool:
        return False


_USED = {"": "", "quoted": _("quoted"), "offered": _("offered")}


def _named(section: dict[str, Any]) -> str:
    heading = section["heading"]
    return f"{section['title']} – {heading}" if heading and heading != section["title"] else section["title"]
