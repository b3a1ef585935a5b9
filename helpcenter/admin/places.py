"""Where articles stand, in the admin: their collection, their relations, whether the home page shows them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from helpcenter import actions
from helpcenter.admin.conflicts import CarefulAdmin
from helpcenter.admin.filters import ByCollection, tell_if_cut
from helpcenter.forms import ArticleForm
from helpcenter.linking import views as linking
from helpcenter.models import Article, Translation
from helpcenter.numbers import NUMBER
from web.lists import CappedPaginator, KeysetList


@admin.register(Article)
class ArticleAdmin(CarefulAdmin[Article]):
    """Articles by the title that readers of the editor's language see."""

    form = ArticleForm
    list_display = ("number", "title", "shelf", "source_locale", "featured")
    list_filter = ("featured", ("collection", ByCollection))
    search_fields = ("number",)
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_urls(self) -> list[URLPattern]:
        find = self.admin_site.admin_view(linking.find)
        return [path("to-link/<str:locale>/", find, name="helpcenter_article_to_link"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.titled().order_by(*self.get_ordering(request) or ["number"])

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """By number, words of any language's text, or part of a title."""
        if not search_term.strip():
            return queryset, False
        texts = Translation.objects.matching(search_term)
        tell_if_cut(request, texts)
        found = models.Q(pk__in=Translation.objects.filter(pk__in=texts).values("article"))
        if NUMBER.fullmatch(search_term.strip()):  # it may have no text yet
            found |= models.Q(number=int(search_term))
        return queryset.filter(found), False

    @admin.display(description=_("title"))
    def title(self, article: Article) -> str:
        return str(article)

    @admin.display(description=_("collection"), ordering="collection__order")
    def shelf(self, article: Article) -> str:
        return str(article.collection)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = Article.objects.order_by("-number").values_list("number", flat=True).first()
        return {"number": (last or 9000000) + 1, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        """The number stands in addresses and never changes."""
        return ("number",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """An article leaves the site by being unpublished."""
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        saved = actions.place_article(
            number=obj.number,
            collection=obj.collection.number,
            related=form.cleaned_data["related_numbers"],
            featured=obj.featured,
            source_locale=obj.source_locale,
            products=obj.products,
            plans=obj.plans,
            roles=obj.roles,
            seen=form.cleaned_data["seen"] if change else None,
        )
        obj.pk = saved.pk
