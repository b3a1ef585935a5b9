"""Questions that people ask, in the admin: what Fin learns its answers from."""

from typing import Any

from django.conf.locale import LANG_INFO
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpcenter import actions
from helpcenter.forms import PhrasingForm
from helpcenter.models import Phrasing


@admin.register(Phrasing)
class PhrasingAdmin(admin.ModelAdmin[Phrasing]):
    """A row a question. What staff change is theirs from then on; a later version of the site leaves it alone."""

    form = PhrasingForm
    fields = ("text", "locale", "article", "anchor", "nobody")
    list_display = ("text", "language", "answered_by", "anchor", "is_ours")
    list_filter = ("locale", "nobody", "shipped")
    list_select_related = ("article",)
    search_fields = ("text", "=article__number")
    autocomplete_fields = ("article",)
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = None  # several at once might be shipped ones

    @admin.display(description=_("language"), ordering="locale")
    def language(self, row: Phrasing) -> str:
        return LANG_INFO[row.locale]["name_local"] if row.locale in LANG_INFO else row.locale

    @admin.display(description=_("answered by"))
    def answered_by(self, row: Phrasing) -> str:
        return str(row.article) if row.article else row.get_nobody_display()

    @admin.display(description=_("written by staff"), boolean=True)
    def is_ours(self, row: Phrasing) -> bool:
        return not row.shipped

    def get_queryset(self, request: HttpRequest) -> QuerySet[Phrasing]:
        return super().get_queryset(request).defer("vector").order_by("-pk")

    def has_delete_permission(self, request: HttpRequest, obj: Phrasing | None = None) -> bool:
        """A shipped question would come back with the next load; it can be given another answer."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.shipped)

    def save_model(self, request: HttpRequest, obj: Phrasing, form: Any, change: bool) -> None:
        obj.pk = actions.teach(phrasing=obj).pk

    def delete_model(self, request: HttpRequest, obj: Phrasing) -> None:
        actions.forget_phrasings(keys=[obj.pk])
