"""What readers thought of articles, in the admin; nobody edits that."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from helpcenter.models import Reaction
from helpcenter.models.articles import LONG_COLUMNS
from web.lists import CappedPaginator, KeysetList


@admin.register(Reaction)
class ReactionAdmin(admin.ModelAdmin[Reaction]):
    """What readers thought, the newest first."""

    list_display = ("face", "translation", "version", "comment", "changed_at")
    list_filter = ("face", "translation__locale", "changed_at")
    # The words go to Reaction.objects.matching; naming a field here makes the box appear.
    search_fields = ("comment",)
    list_select_related = ("translation",)
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ("changed_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reaction]:
        """Lists leave the articles' texts in the database."""
        return super().get_queryset(request).defer(*(f"translation__{name}" for name in LONG_COLUMNS))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Reaction], search_term: str
    ) -> tuple[QuerySet[Reaction], bool]:
        """By words of the newest comments, or of the article."""
        words = search_term.strip()
        return queryset.filter(pk__in=Reaction.objects.matching(words)) if words else queryset, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reaction | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reaction | None = None) -> bool:
        return False
