"""Collections: the shelves that articles stand on, and their words in each language."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpcenter.preference import best, preference
from helpcenter.text.fingerprints import fingerprint

_OF_A_TITLE = ("collection_id", "locale", "title")


class CollectionQuerySet(models.QuerySet["Collection"]):
    def titled(self) -> CollectionQuerySet:
        """For lists that name collections: all titles in one further query."""
        return self.prefetch_related(Prefetch("translations", CollectionTranslation.objects.only(*_OF_A_TITLE)))

    def shown_in(self, locale: str) -> CollectionQuerySet:
        """In the order of the home page, each with its words for that reader in `shown` (a list of at most one)."""
        words = CollectionTranslation.objects.one_each(locale)
        return self.order_by("order", "number").prefetch_related(Prefetch("translations", words, to_attr="shown"))


class Collection(models.Model):
    """A shelf of articles. `number` stands in addresses and never changes."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    icon = models.SlugField(_("icon"), max_length=40, blank=True)

    # What a content file last set here, as a fingerprint; "" when none did.
    as_shipped = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering: ClassVar = ["order", "number"]

    def __str__(self) -> str:
        read = "translations" in getattr(self, "_prefetched_objects_cache", {})
        rows = self.translations.all() if read else self.translations.only(*_OF_A_TITLE)
        words = best(rows, get_language() or settings.LANGUAGE_CODE)
        return words.title if words else str(self.number)

    @property
    def fingerprint(self) -> str:
        """Where editors put it, in short."""
        return fingerprint(self.order, self.icon)


class CollectionTranslationQuerySet(models.QuerySet["CollectionTranslation"]):
    def best_first(self, locale: str) -> CollectionTranslationQuerySet:
        return self.order_by("collection_id", preference(locale), "locale")

    def one_each(self, locale: str) -> CollectionTranslationQuerySet:
        """For each collection the one row to show a reader of `locale`."""
        return self.best_first(locale).distinct("collection_id")


class CollectionTranslation(models.Model):
    """A collection's words in one language."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="translations")
    locale = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES)
    slug = models.CharField(_("slug"), max_length=200)
    title = models.CharField(_("title"), max_length=200)
    description = models.CharField(_("description"), max_length=500, blank=True)

    # As Collection.as_shipped, for the words.
    as_shipped = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = CollectionTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection translation")
        verbose_name_plural = _("collection translations")
        ordering: ClassVar = ["locale"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "locale"], name="helpcenter_collection_once_per_locale"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.path

    @property
    def words_fingerprint(self) -> str:
        """What editors wrote here, in short."""
        return fingerprint(self.slug, self.title, self.description)

    @property
    def fingerprint(self) -> str:
        """The same with where the collection stands, as one form shows both."""
        return fingerprint(self.words_fingerprint, self.collection.fingerprint)

    @property
    def path(self) -> str:
        """Where readers find it."""
        return self.path_in(self.locale)

    def path_in(self, locale: str) -> str:
        """Where readers of another language find it, as long as it has no words of their own."""
        return reverse("collection", args=(locale, self.collection.number, self.slug))
