"""Golden questions in the admin: a list with what Fin did last, files in and out, and runs."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.staff.record import note
from helpcenter.forms import ArticleChoice
from helpcenter.models import Article
from messenger.golden import actions
from messenger.golden.files import written
from messenger.golden.forms import GoldenQuestionForm
from messenger.golden.models import GoldenQuestion, GoldenRun
from messenger.golden.views import import_page, run_all, run_page
from messenger.golden.words import did_words, wanted_words
from web.lists import CappedPaginator, KeysetList


class ResultFilter(admin.SimpleListFilter):
    """By what came of it last."""

    title = _("last result")
    parameter_name = "result"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("right", _("right")), ("wrong", _("wrong")), ("never", _("never asked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[GoldenQuestion]) -> QuerySet[GoldenQuestion]:
        wanted = {"right": True, "wrong": False, "never": None}
        value = self.value() or ""
        return (
            queryset.filter(right=wanted[value])
            if value in wanted and wanted[value] is not None
            else (queryset.filter(right__isnull=True) if value == "never" else queryset)
        )


@admin.register(GoldenQuestion)
class GoldenQuestionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What Fin has to answer rightly."""

    form = GoldenQuestionForm
    change_list_template = "admin/messenger/goldenquestion_list.html"
    list_display = ("question", "locale", "wanted", "right", "what_fin_did", "asked_at")
    list_filter = (ResultFilter, "expect", "locale", "set_aside", "asker")
    search_fields = ("text",)
    autocomplete_fields = ("article",)
    readonly_fields = ("right", "what_fin_did", "asked_at")
    ordering = ("-pk",)
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = ("ask_now", "as_file", "put_aside", "take_up")

    def get_urls(self) -> list[URLPattern]:
        return [
            path("import/", import_page, name="messenger_goldenquestion_import"),
            path("run/", run_all, name="messenger_goldenquestion_run"),
            path("runs/<int:key>/", run_page, name="messenger_goldenrun"),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_queryset(self, request: HttpRequest) -> QuerySet[GoldenQuestion]:
        return super().get_queryset(request).prefetch_related(Prefetch("article", Article.objects.titled()))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        last = GoldenRun.objects.order_by("-pk").first()
        return super().changelist_view(request, {"last_run": last, **(extra_context or {})})

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "article":
            kwargs["widget"] = ArticleChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: GoldenQuestion | None = None) -> tuple[str, ...]:
        """A new one has no result."""
        return tuple(self.readonly_fields) if obj else ()

    @admin.display(description=_("question"))
    def question(self, row: GoldenQuestion) -> str:
        return str(row)

    @admin.display(description=_("right is"))
    def wanted(self, row: GoldenQuestion) -> str:
        titles = {row.article.number: str(row.article)} if row.article else {}
        return wanted_words(row.case, titles)

    @admin.display(description=_("what Fin did"))
    def what_fin_did(self, row: GoldenQuestion) -> str:
        return did_words(row.did) or "–"

    def save_model(self, request: HttpRequest, obj: GoldenQuestion, form: GoldenQuestionForm, change: bool) -> None:
        actions.save_question(row=obj, anew=form.is_another)

    def get_actions(
        self, request: HttpRequest, action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """A shipped one would come back with the next load; setting aside is for all."""
        known = super().get_actions(request, action_location)
        known.pop("delete_selected", None)
        return known

    def has_delete_permission(self, request: HttpRequest, obj: GoldenQuestion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not obj.shipped_id)

    @admin.action(description=_("Ask Fin the selected questions now"), permissions=["change"])
    def ask_now(self, request: HttpRequest, queryset: QuerySet[GoldenQuestion]) -> HttpResponse | None:
        by = request.user if isinstance(request.user, User) else None
        run = actions.start_run(rows=queryset, by=by)
        return HttpResponseRedirect(reverse("admin:messenger_goldenrun", args=[run.pk]))

    @admin.action(description=_("Export the selected questions"), permissions=["view"])
    def as_file(self, request: HttpRequest, queryset: QuerySet[GoldenQuestion]) -> HttpResponse:
        rows = list(queryset.order_by("pk"))
        note("golden_exported", request, details={"count": len(rows)})
        text = written(row.case for row in rows)
        headers = {"Content-Disposition": 'attachment; filename="questions.jsonl"'}
        return HttpResponse(text, content_type="application/jsonl; charset=utf-8", headers=headers)

    @admin.action(description=_("Set the selected questions aside"), permissions=["change"])
    def put_aside(self, request: HttpRequest, queryset: QuerySet[GoldenQuestion]) -> None:
        self._aside(request, queryset, aside=True)

    @admin.action(description=_("Ask the selected questions again from now on"), permissions=["change"])
    def take_up(self, request: HttpRequest, queryset: QuerySet[GoldenQuestion]) -> None:
        self._aside(request, queryset, aside=False)

    def _aside(self, request: HttpRequest, queryset: QuerySet[GoldenQuestion], *, aside: bool) -> None:
        chosen = GoldenQuestion.objects.filter(pk__in=queryset.values("pk"))
        count = actions.set_aside(rows=chosen, aside=aside)
        words = ngettext("%(count)d question was changed.", "%(count)d questions were changed.", count)
        self.message_user(request, words % {"count": count})
