"""Articles' texts in the admin: writing, publishing, taking off, and what to do with shipped texts that wait."""

from collections.abc import Callable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from helpcenter import actions
from helpcenter.actions.rehearsing import Change
from helpcenter.admin.checked import as_shipped, held_back, some, tell_of, trouble_of
from helpcenter.admin.conflicts import CarefulAdmin
from helpcenter.admin.filters import ByCollection, ByShippedText, tell_if_cut
from helpcenter.forms import ArticleChoice, TranslationForm, waiting_differences
from helpcenter.models import ShippedText, Translation
from helpcenter.models.articles import LONG_COLUMNS
from web.lists import CappedPaginator, KeysetList

_ANYWHERE = [admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM]


@admin.register(Translation)
class TranslationAdmin(CarefulAdmin[Translation]):
    """Articles as readers see them, one row a language."""

    form = TranslationForm
    list_display = (
        "title",
        "number",
        "locale",
        "is_published",
        "shipped_waits",
        "version",
        "updated_at",
        "machine",
        "reviewed",
    )
    list_filter = (ByShippedText, "locale", "machine", "reviewed", ("article__collection", ByCollection))
    search_fields = ("title",)
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ("article", "shipped_text")
    autocomplete_fields = ("article",)
    readonly_fields = ("version", "source_version", "published_at")
    actions = ("unpublish", "take_shipped", "leave_shipped")
    date_hierarchy = "updated_at"
    # What stands in the add form at first, and who hears of the text once it is saved: see `add_from`.
    begins_with: Mapping[str, Any] = MappingProxyType({})
    written: Callable[[Translation], None] | None = None

    def add_from(
        self,
        request: HttpRequest,
        *,
        begins_with: Mapping[str, Any],
        written: Callable[[Translation], None],
        **more: Any,
    ) -> HttpResponse:
        """The add form for a page of another app: with what is known there, at that page's own address.

        `written` gets the text in the transaction that saves it, `more` goes to the template.
        """
        mine = copy(self)  # one form of the class is shared by all requests
        mine.begins_with, mine.written = begins_with, written
        return mine.add_view(request, extra_context=more)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.begins_with, **super().get_changeform_initial_data(request)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Translation], search_term: str
    ) -> tuple[QuerySet[Translation], bool]:
        """By number, words of the text, or part of the title."""
        if not search_term.strip():
            return queryset, False
        found = Translation.objects.matching(search_term)
        tell_if_cut(request, found)
        return queryset.filter(pk__in=found), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Translation]:
        """Lists leave the long columns in the database."""
        one = request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        return super().get_queryset(request).defer(*(() if one else LONG_COLUMNS))

    @admin.display(description=_("number"), ordering="article__number")
    def number(self, translation: Translation) -> int:
        return translation.article.number

    @admin.display(description=_("published"), boolean=True, ordering="published_at")
    def is_published(self, translation: Translation) -> bool:
        return translation.published_at is not None

    @admin.display(description=_("shipped text"), empty_value="")
    def shipped_waits(self, translation: Translation) -> str | None:
        return gettext("waits") if hasattr(translation, "shipped_text") else None

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "article":
            kwargs["widget"] = ArticleChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Translation | None = None) -> tuple[str, ...]:
        """An existing translation stays with its article and language."""
        return ("article", "locale", *self.readonly_fields) if obj else tuple(self.readonly_fields)

    def view_on_site(self, obj: Translation) -> str:
        return obj.path

    def has_delete_permission(self, request: HttpRequest, obj: Translation | None = None) -> bool:
        """Readers' reactions hang on it; an article leaves the site by being unpublished."""
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To check is to send the form, and not one of the actions beside it."""
        if "_check" in request.POST:
            sent = request.POST.copy()
            sent["_continue"] = "1"
            request.POST = sent  # type: ignore[assignment]
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Shows the shipped text that waits, what a check said of the text, and which versions were corrections."""
        row = context.get("original")
        form = context["adminform"].form
        is_held = form.has_error(NON_FIELD_ERRORS, "checked")
        if is_held:
            context |= {"report": form.report, "trouble": trouble_of(form.report), "was_checked": True, "errors": None}
        waiting = ShippedText.objects.filter(translation=row).first() if row else None
        if row is not None and waiting is not None:
            context["waiting"] = waiting
            context["waiting_differences"] = waiting_differences(row, waiting)
        if row is not None:
            context["corrects"] = "corrects" in request.POST
            context["corrections"] = row.corrections.defer("text")
        response = super().render_change_form(request, context, *args, **kwargs)
        if is_held and "_check" not in request.POST:
            response.status_code = 409
        return response

    def save_model(self, request: HttpRequest, obj: Translation, form: TranslationForm, change: bool) -> None:
        saved = actions.publish_translation(
            article=obj.article,
            locale=obj.locale,
            slug=obj.slug,
            title=obj.title,
            summary=obj.summary,
            keywords=obj.keywords,
            questions=obj.questions,
            body_markdown=obj.body_markdown,
            updated_at=obj.updated_at,
            machine=obj.machine,
            reviewed=obj.reviewed,
            now=timezone.now(),
            seen=form.cleaned_data["seen"] if change else None,
        )
        obj.pk = saved.pk
        tell_of(request, form.report)
        if self.written:
            self.written(saved)
        if "corrects" in request.POST:
            correction = actions.mark_correction(translation=saved, staff=request.user, now=timezone.now())
            messages.info(
                request, render_to_string("admin/helpcenter/_corrected.html", {"correction": correction}, request)
            )

    def _each(self, queryset: QuerySet[Translation], act: Callable[..., bool | None], **given: object) -> int:
        """Does it with each of the chosen rows; says with how many there was something to do."""
        return sum(act(translation=translation, **given) is not False for translation in queryset)

    @admin.action(description=_("Take the selected translations off the site"), permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Translation]) -> HttpResponse | None:
        changes = [Change(row, off=True) for row in some(queryset.filter(published_at__isnull=False))]
        if (held := held_back(self, request, queryset, changes)) is not None:
            return held
        count = self._each(queryset, actions.unpublish_translation)
        message = ngettext("%(count)d translation was taken off.", "%(count)d translations were taken off.", count)
        self.message_user(request, message % {"count": count})
        return None

    @admin.action(description=_("Publish the shipped text instead of ours"), permissions=["change"], location=_ANYWHERE)
    def take_shipped(self, request: HttpRequest, queryset: QuerySet[Translation]) -> HttpResponse | None:
        waiting = some(queryset.filter(shipped_text__isnull=False))
        if (held := held_back(self, request, queryset, [Change(as_shipped(row)) for row in waiting])) is not None:
            return held
        count = self._each(queryset, actions.take_shipped, now=timezone.now())
        message = ngettext("%(count)d shipped text was published.", "%(count)d shipped texts were published.", count)
        self.message_user(request, message % {"count": count})
        return None

    @admin.action(
        description=_("Keep our text and put the shipped one aside"), permissions=["change"], location=_ANYWHERE
    )
    def leave_shipped(self, request: HttpRequest, queryset: QuerySet[Translation]) -> None:
        count = self._each(queryset, actions.leave_shipped)
        message = ngettext("%(count)d shipped text was put aside.", "%(count)d shipped texts were put aside.", count)
        self.message_user(request, message % {"count": count})
