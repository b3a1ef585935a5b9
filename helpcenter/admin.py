"""The library in the admin: editors write Markdown and publish through the same actions as everything else."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from helpcenter import actions
from helpcenter.forms import ArticleForm, CollectionForm, TranslationForm
from helpcenter.models import Article, CollectionTranslation, Reaction, Translation


@admin.register(Translation)
class TranslationAdmin(admin.ModelAdmin[Translation]):
    """Articles as readers see them, one row a language."""

    form = TranslationForm
    list_display = ("title", "number", "locale", "is_published", "version", "updated_at", "machine", "reviewed")
    list_filter = ("locale", "machine", "reviewed", "article__collection")
    search_fields = ("title", "summary", "body_markdown", "=article__number")
    list_select_related = ("article",)
    autocomplete_fields = ("article",)
    readonly_fields = ("version", "source_version", "published_at")
    actions = ("unpublish",)
    date_hierarchy = "updated_at"

    @admin.display(description=_("number"), ordering="article__number")
    def number(self, translation: Translation) -> int:
        return translation.article.number

    @admin.display(description=_("published"), boolean=True, ordering="published_at")
    def is_published(self, translation: Translation) -> bool:
        return translation.published_at is not None

    def get_readonly_fields(self, request: HttpRequest, obj: Translation | None = None) -> tuple[str, ...]:
        """An existing translation stays with its article and language."""
        return ("article", "locale", *self.readonly_fields) if obj else tuple(self.readonly_fields)

    def view_on_site(self, obj: Translation) -> str:
        return obj.path

    def has_delete_permission(self, request: HttpRequest, obj: Translation | None = None) -> bool:
        """Readers' reactions hang on it; an article leaves the site by being unpublished."""
        return False

    def save_model(self, request: HttpRequest, obj: Translation, form: TranslationForm, change: bool) -> None:
        saved = actions.publish_translation(
            article=obj.article,
            locale=obj.locale,
            slug=obj.slug,
            title=obj.title,
            summary=obj.summary,
            keywords=obj.keywords,
            body_markdown=obj.body_markdown,
            updated_at=obj.updated_at,
            machine=obj.machine,
            reviewed=obj.reviewed,
            now=timezone.now(),
        )
        obj.pk = saved.pk

    @admin.action(description=_("Take the selected translations off the site"), permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Translation]) -> None:
        chosen = list(queryset)
        for translation in chosen:
            actions.unpublish_translation(translation=translation)
        message = ngettext(
            "%(count)d translation was taken off.", "%(count)d translations were taken off.", len(chosen)
        )
        self.message_user(request, message % {"count": len(chosen)})


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    """Where articles stand: their collection, their relations, whether the home page shows them."""

    form = ArticleForm
    list_display = ("number", "title", "collection", "source_locale", "featured")
    list_filter = ("featured", "collection")
    search_fields = ("=number", "translations__title")

    @admin.display(description=_("title"))
    def title(self, article: Article) -> str:
        shown = article.translations.in_language(article.source_locale).first()
        return shown.title if shown else ""

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
        )
        obj.pk = saved.pk


@admin.register(CollectionTranslation)
class CollectionAdmin(admin.ModelAdmin[CollectionTranslation]):
    """Collections, one row a language."""

    form = CollectionForm
    list_display = ("title", "number", "locale")
    list_filter = ("locale",)
    list_select_related = ("collection",)

    @admin.display(description=_("number"), ordering="collection__number")
    def number(self, words: CollectionTranslation) -> int:
        return words.collection.number

    def get_readonly_fields(self, request: HttpRequest, obj: CollectionTranslation | None = None) -> tuple[str, ...]:
        return ("locale",) if obj else ()

    def view_on_site(self, obj: CollectionTranslation) -> str:
        return obj.path

    def has_delete_permission(self, request: HttpRequest, obj: CollectionTranslation | None = None) -> bool:
        """Articles stand on it."""
        return False

    def save_model(self, request: HttpRequest, obj: CollectionTranslation, form: CollectionForm, change: bool) -> None:
        saved = actions.publish_collection(
            number=form.cleaned_data["number"],
            locale=obj.locale,
            slug=obj.slug,
            title=obj.title,
            description=obj.description,
            order=form.cleaned_data["order"],
            icon=form.cleaned_data["icon"],
        )
        obj.pk = saved.pk


@admin.register(Reaction)
class ReactionAdmin(admin.ModelAdmin[Reaction]):
    """What readers thought; nobody edits that."""

    list_display = ("face", "translation", "version", "comment", "changed_at")
    list_filter = ("face", "translation__locale")
    search_fields = ("comment", "translation__title")
    list_select_related = ("translation",)
    date_hierarchy = "changed_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reaction | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reaction | None = None) -> bool:
        return False
