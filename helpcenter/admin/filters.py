"""Filters of the library's lists, without a query a choice."""

from typing import Any

from django.contrib import admin
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Collection, Translation


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
