"""The log of Fin's answers: why each one is what it is. Staff read it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from messenger.corrections.views import correction, corrections
from messenger.fin import why
from messenger.fin.filters import ArticleFilter, AskedLanguageFilter, AskedTopicFilter
from messenger.fin.models import FinAnswer
from messenger.fin.playground import playground
from messenger.fin.report.reading import topic_labels
from tickets.desk.filters import RuleFilter
from tickets.labels import RULES
from web.lists import CappedPaginator, KeysetList


class _Answers(KeysetList):
    """The list, with the topics' names read once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = _with_topics(list(self.result_list))


@admin.register(FinAnswer)
class FinAnswerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Answers, newest first; written by Fin alone."""

    change_list_template = "admin/messenger/finanswer_list.html"
    list_display = ["asked", "decision", "reason", "locale", "topic_name", "outcome", "best", "created_at"]
    list_filter = [
        "decision",
        "outcome",
        AskedLanguageFilter,
        AskedTopicFilter,
        RuleFilter,
        ArticleFilter,
        "created_at",
    ]
    list_select_related = ["message__conversation"]
    ordering = ["-pk"]
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    fieldsets = (
        (None, {"fields": ("question", "answer", "conversation")}),
        (_("Why this answer"), {"fields": ("decided", "reason", "asked_as", "found")}),
        (_("What became of it"), {"fields": ("outcome", "locale", "topic_name", "created_at")}),
        (_("What it took"), {"fields": ("writer", "took", "cost")}),
    )
    readonly_fields = (
        *("question", "answer", "conversation", "decided", "reason", "asked_as", "found"),
        *("outcome", "locale", "topic_name", "created_at", "writer", "took", "cost"),
    )

    def get_urls(self) -> list[URLPattern]:
        return [
            path("playground/", playground, name="messenger_finanswer_playground"),
            path("corrections/", corrections, name="messenger_corrections"),
            path("corrections/<int:pk>/", correction, name="messenger_correction"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Fin’s answers"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = {"title": _("An answer from Fin"), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, page)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _Answers

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> FinAnswer | None:
        row: FinAnswer | None = super().get_object(request, object_id, from_field)
        return _with_topics([row])[0] if row else None

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

    @admin.display(description=_("decision"))
    def decided(self, row: FinAnswer) -> str:
        return row.get_decision_display()

    @admin.display(description=_("reason"))
    def reason(self, row: FinAnswer) -> str:
        return why.because(row.decision, row.intent)

    @admin.display(description=_("asked as"))
    def asked_as(self, row: FinAnswer) -> str:
        return str(RULES.get(row.rule, row.rule))

    @admin.display(description=_("topic"))
    def topic_name(self, row: FinAnswer) -> str:
        return getattr(row, "topic_label", row.topic) or "–"

    @admin.display(description=_("sections considered"))
    def found(self, row: FinAnswer) -> SafeString:
        """Each section with its score and version, and whether it changed since."""
        return render_to_string("admin/messenger/_sections.html", {"sections": why.sections_of(row)})

    @admin.display(description=_("written by"))
    def writer(self, row: FinAnswer) -> str:
        return why.writer_of(row)

    @admin.display(description=_("time"))
    def took(self, row: FinAnswer) -> str:
        return why.took(row)

    @admin.display(description=_("cost"))
    def cost(self, row: FinAnswer) -> str:
        return why.cost(row) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FinAnswer | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FinAnswer | None = None) -> bool:
        return False


def _with_topics(rows: list[FinAnswer]) -> list[FinAnswer]:
    names = topic_labels()
    for row in rows:
        row.topic_label = names.get(row.topic, row.topic)  # type: ignore[attr-defined]
    return rows


def _named(section: dict[str, Any]) -> str:
    heading = section["heading"]
    return f"{section['title']} – {heading}" if heading and heading != section["title"] else section["title"]
