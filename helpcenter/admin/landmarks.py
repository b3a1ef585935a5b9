"""Which articles other pages lead to, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from helpcenter import actions
from helpcenter.forms import ArticleChoice
from helpcenter.models import Article, Landmark


@admin.register(Landmark)
class LandmarkAdmin(admin.ModelAdmin[Landmark]):
    """A row a place; its article is chosen by title or number."""

    list_display = ("__str__", "article")
    autocomplete_fields = ("article",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Landmark]:
        return super().get_queryset(request).prefetch_related(Prefetch("article", Article.objects.titled()))

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        kwargs["widget"] = ArticleChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Landmark | None = None) -> tuple[str, ...]:
        """The key stands in templates."""
        return ("key",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Landmark | None = None) -> bool:
        """Without an article it leads nowhere."""
        return False

    def save_model(self, request: HttpRequest, obj: Landmark, form: Any, change: bool) -> None:
        obj.pk = actions.set_landmark(key=obj.key, article=obj.article).pk
