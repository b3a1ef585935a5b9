"""Which rows: questions about collections, articles and translations that read aloud. Decides nothing about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, IntegerField, Prefetch, Q, Value, When

if TYPE_CHECKING:
    from helpcenter.models import Translation


def _preference(locale: str) -> Case:
    """Orders rows so that the one to show a reader of `locale` comes first: theirs, a near relative, the default."""
    return Case(
        When(locale=locale, then=Value(0)),
        When(locale__startswith=locale.partition("-")[0], then=Value(1)),
        When(locale=settings.LANGUAGE_CODE, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


class CollectionTranslationQuerySet(models.QuerySet["CollectionTranslation"]):
    def best_first(self, locale: str) -> CollectionTranslationQuerySet:
        return self.order_by("collection_id", _preference(locale), "locale")

    def one_each(self, locale: str) -> CollectionTranslationQuerySet:
        """For each collection the one row to show a reader of `locale`."""
        return self.best_first(locale).distinct("collection_id")


class CollectionQuerySet(models.QuerySet["Collection"]):
    def with_articles(self) -> CollectionQuerySet:
        """Those that hold something to read, each with `article_count`."""
        published = Q(articles__translations__published_at__isnull=False)
        return self.annotate(article_count=Count("articles", filter=published, distinct=True)).filter(
            article_count__gt=0
        )

    def shown_in(self, locale: str) -> CollectionQuerySet:
        """In the order of the home page, each with its words for that reader in `shown` (a list of at most one)."""
        words: Any = self.model._meta.get_field("translations").related_model.objects.one_each(locale)
        return self.order_by("order", "number").prefetch_related(Prefetch("translations", words, to_attr="shown"))


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(translations__published_at__isnull=False).distinct()

    def featured(self) -> ArticleQuerySet:
        return self.published().filter(featured=True)


class TranslationQuerySet(models.QuerySet["Translation"]):
    def published(self) -> TranslationQuerySet:
        return self.filter(published_at__isnull=False)

    def in_language(self, locale: str) -> TranslationQuerySet:
        return self.filter(locale=locale)

    def best_first(self, locale: str) -> TranslationQuerySet:
        return self.order_by("article__number", _preference(locale), "locale")

    def one_each(self, locale: str) -> TranslationQuerySet:
        """For each published article the one translation to show a reader of `locale`, by article number."""
        return self.published().select_related("article").best_first(locale).distinct("article__number")

    def without_text(self) -> TranslationQuerySet:
        """For lists: leaves the long columns in the database."""
        return self.defer("body_markdown", "body_html", "toc", "terms")

    def linking_to(self, number: int) -> TranslationQuerySet:
        """Those whose Markdown links to the article with that number."""
        return self.filter(body_markdown__contains=f"article:{number}")

    def translation_for(self, number: int, locale: str) -> Translation | None:
        """The translation of an article to show a reader of `locale`; another language's when theirs is missing."""
        return self.one_each(locale).filter(article__number=number).select_related("article__collection").first()
