"""Filters of the library's lists, without a query a choice, and what to say of a search that found too much."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Collection, Translation
from helpcenter.models.articles import MOST_FOUND


class ByCollection(admin.RelatedFieldListFilter):
    """Collections by their titles, all read at once."""

    def field_choices(
        self, field: Field[Any, Any], request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str | Any]]:
        return [(str(shelf.pk), str(shelf)) for shelf in Collection.objects.titled()]


class ByShippedText(admin.SimpleListFilter):
    """Whether a shipped text waits for the translation."""

    title = _("shipped text")
    parameter_name = "shipped"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("waits", _("waits"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Translation]) -> QuerySet[Translation]:
        return queryset.filter(shipped_text__isnull=False) if self.value() == "waits" else queryset


def tell_if_cut(request: HttpRequest, found: list[int]) -> None:
    """Says so when a list shows a part of what was searched for; a box that completes what is typed never says it."""
    if len(found) >= MOST_FOUND and not request.path.endswith("/autocomplete/"):
        words = gettext("Only a part of what was found is shown. Another word narrows it down.")
        messages.info(request, words)
