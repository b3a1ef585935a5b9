"""Articles, their translations, and the sections that search scores and Fin quotes. Holds no reader."""

from __future__ import annotations

import re
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Prefetch
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpcenter.models.collections import Collection
from helpcenter.numbers import NUMBER
from helpcenter.preference import best, preference, rank
from helpcenter.search import bm25, terms
from helpcenter.text.fingerprints import fingerprint

_HEADING = re.compile(r"<h[2-6][ >]")


# An editor's search finds so many each way; whoever finds more adds a word.
MOST_FOUND = 500
# How many questions a text can answer, each of so many characters.
MOST_QUESTIONS, LONGEST_QUESTION = 25, 200
# What a trigram index can find.
_LETTERS_OF_A_PART = 3
LONG_COLUMNS = ("questions", "body_markdown", "body_html", "toc", "terms", "word_keys")
_PUBLISHED = models.Q(published_at__isnull=False)
_OF_A_TITLE = ("article_id", "locale", "title")


class ArticleQuerySet(models.QuerySet["Article"]):
    def readable_by_collection(self) -> dict[int, int]:
        """By a collection's key how many of its articles can be read in some language; only those that hold any."""
        published = Translation.objects.published().filter(article=models.OuterRef("pk"))
        counted = self.filter(models.Exists(published)).order_by().values_list("collection")
        return dict(counted.annotate(models.Count("pk")))

    def titled(self) -> ArticleQuerySet:
        """For lists that name articles and their collections: all titles in two further queries."""
        titles = Prefetch("translations", Translation.objects.only(*_OF_A_TITLE))
        return self.prefetch_related(titles, Prefetch("collection", Collection.objects.titled()))


class Article(models.Model):
    """What is the same in every language. `number` stands in addresses and never changes."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    collection = models.ForeignKey(
        Collection, verbose_name=_("collection"), on_delete=models.PROTECT, related_name="articles"
    )
    source_locale = models.CharField(
        _("written in"), max_length=20, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    featured = models.BooleanField(_("featured"), default=False, help_text=_("Shown on the home page."))
    # Whom it is for; empty is everybody. The names are those that sign-ins use.
    products = ArrayField(
        models.CharField(max_length=40), verbose_name=_("for products"), default=list, db_default=[], blank=True
    )
    plans = ArrayField(
        models.CharField(max_length=40), verbose_name=_("for plans"), default=list, db_default=[], blank=True
    )
    roles = ArrayField(
        models.CharField(max_length=40), verbose_name=_("for roles"), default=list, db_default=[], blank=True
    )
    related = models.ManyToManyField("self", through="Related", symmetrical=False, related_name="related_from")
    # What a content file last set here, as a fingerprint; "" when none did.
    as_shipped = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [
            models.Index(fields=["number"], condition=models.Q(featured=True), name="helpcenter_article_featured"),
        ]

    def __str__(self) -> str:
        read = "translations" in getattr(self, "_prefetched_objects_cache", {})
        rows = self.translations.all() if read else self.translations.only(*_OF_A_TITLE)
        shown = best(rows, get_language() or settings.LANGUAGE_CODE)
        return shown.title if shown else str(self.number)

    @property
    def fingerprint(self) -> str:
        """What editors set here, in short."""
        related = self.related_links.values_list("to__number", flat=True)
        # An article for everybody has the fingerprint that it had before it could be for some.
        audience = [self.products, self.plans, self.roles] if self.products or self.plans or self.roles else []
        return fingerprint(self.collection.number, list(related), self.featured, self.source_locale, *audience)


class Related(models.Model):
    """One article pointing at another under “Related articles”, in the order the editor chose."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_links")
    to = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "to"], name="helpcenter_related_once"),
            models.CheckConstraint(condition=~models.Q(article=models.F("to")), name="helpcenter_related_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.to_id}"


class TranslationQuerySet(models.QuerySet["Translation"]):
    def published(self) -> TranslationQuerySet:
        return self.filter(published_at__isnull=False)

    def in_language(self, locale: str) -> TranslationQuerySet:
        return self.filter(locale=locale)

    def best_first(self, locale: str) -> TranslationQuerySet:
        return self.order_by("article__number", preference(locale), "locale")

    def one_each(self, locale: str) -> TranslationQuerySet:
        """For each published article the one translation to show a reader of `locale`, by article number."""
        return self.published().select_related("article").best_first(locale).distinct("article__number")

    def without_text(self) -> TranslationQuerySet:
        """For lists: leaves the long columns in the database."""
        return self.defer(*LONG_COLUMNS)

    def for_lists(self) -> TranslationQuerySet:
        """With just what a list shows of an article."""
        return self.select_related("article").only("locale", "slug", "title", "summary", "article__number")

    def matching(self, typed: str) -> list[int]:
        """For editors: keys of those with this number, all these words in their text, or this part of a title.

        At most MOST_FOUND each way, and each has an index; parts of words are found in titles alone, and from three
        letters on.
        """
        typed = typed.replace("\0", "").strip()
        ways = []
        if NUMBER.fullmatch(typed):
            ways.append(self.filter(article__number=int(typed)))
        if len(typed) >= _LETTERS_OF_A_PART:
            ways.append(self.filter(title__icontains=typed))
        # Most words are the same terms in several languages; asked for once, the first rows suffice.
        words: dict[tuple[int, ...], list[str]] = {}
        for locale, _name in settings.LANGUAGES:
            words.setdefault(tuple(bm25.keys(terms.terms(typed, locale))), []).append(locale)
        ways += [self.filter(locale__in=where, word_keys__contains=keys) for keys, where in words.items() if keys]
        return list({key for way in ways for key in way.order_by().values_list("pk", flat=True)[:MOST_FOUND]})

    def linking_to(self, *numbers: int) -> TranslationQuerySet:
        """Those whose Markdown links to one of these articles."""
        targets = "|".join(map(str, numbers))
        return self.filter(body_markdown__regex=rf"article:({targets})\M") if numbers else self.none()

    def translation_for(self, number: int, locale: str) -> Translation | None:
        """The translation of an article to show a reader of `locale`; another language's when theirs is missing."""
        ids = dict(self.published().filter(article__number=number).values_list("locale", "id"))
        if not ids:
            return None
        chosen = min(ids, key=lambda code: (rank(code, locale), code))
        return self.select_related("article__collection").filter(id=ids[chosen]).first()


class Translation(models.Model):
    """An article in one language: the Markdown its editors wrote, and the sanitised HTML that readers get."""

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="translations"
    )
    locale = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES)
    slug = models.CharField(_("slug"), max_length=200)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    keywords = ArrayField(models.CharField(max_length=100), verbose_name=_("search keywords"), default=list, blank=True)
    questions = ArrayField(
        models.CharField(max_length=LONGEST_QUESTION),
        verbose_name=_("questions"),
        help_text=_("What customers ask in their own words when this article is the answer, one per line. At most 25."),
        size=MOST_QUESTIONS,
        default=list,
        db_default=[],
        blank=True,
    )
    body_markdown = models.TextField(_("text"), help_text=_("Markdown."))
    body_html = models.TextField(editable=False, blank=True)
    toc = models.JSONField(editable=False, default=list)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateField(_("updated"), help_text=_("The date readers see; small corrections keep it."))
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    machine = models.BooleanField(_("machine translation"), default=False)
    reviewed = models.BooleanField(_("reviewed"), default=True)
    source_version = models.PositiveIntegerField(_("source version"), null=True, blank=True, editable=False)
    terms = models.BinaryField(editable=False, default=b"")
    # The same terms without their counts, for an index of PostgreSQL's: editors search texts that aren't published.
    word_keys = ArrayField(models.IntegerField(), default=list, editable=False)
    # The content file that was seen last, and the fingerprint of what one last wrote here; "" when none did.
    file_digest = models.CharField(max_length=64, blank=True, editable=False)
    as_shipped = models.CharField(max_length=64, blank=True, default="", editable=False)
    render_digest = models.CharField(max_length=64, blank=True, editable=False)
    # A sign of what its vectors are to be made of; "" while there are to be none.
    meaning = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering: ClassVar = ["article__number", "locale"]
        indexes: ClassVar = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="helpcenter_translation_title"),
            GinIndex(fields=["word_keys"], name="helpcenter_translation_words"),
            models.Index(fields=["updated_at"], name="helpcenter_translation_updated"),
            models.Index(
                fields=["article"],
                condition=models.Q(published_at__isnull=False),
                name="helpcenter_text_readable",
            ),
            # The list of sitemaps counts and dates all of a language.
            models.Index(
                fields=["locale", "updated_at"],
                condition=models.Q(published_at__isnull=False),
                name="helpcenter_text_changed",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "locale"], name="helpcenter_translation_once_per_locale"),
            models.CheckConstraint(
                name="helpcenter_translation_published_has_version",
                condition=models.Q(published_at__isnull=True) | models.Q(version__gt=0),
            ),
            models.CheckConstraint(
                name="helpcenter_translation_few_questions", condition=models.Q(questions__len__lte=MOST_QUESTIONS)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.path

    @property
    def fingerprint(self) -> str:
        """What editors wrote here, in short."""
        words = (self.slug, self.title, self.summary, self.keywords, self.body_markdown)
        # A text without questions has the fingerprint that it had before there were any.
        questions = [self.questions] if self.questions else []
        return fingerprint(*words, self.updated_at, self.machine, self.reviewed, *questions)

    @property
    def is_as_shipped(self) -> bool:
        """True while readers see what a content file last wrote: staff neither changed it nor took it off."""
        return self.published_at is not None and self.as_shipped == self.fingerprint

    @property
    def path(self) -> str:
        """Where readers find it."""
        return self.path_in(self.locale)

    def path_in(self, locale: str) -> str:
        """Where readers of another language find it, as long as they have no translation of their own."""
        return reverse("article", args=(locale, self.article.number, self.slug))

    @property
    def lead_html(self) -> str:
        """What stands before the first heading."""
        return self._parts()[0]

    @property
    def rest_html(self) -> str:
        """Everything from the first heading on."""
        return self._parts()[1]

    def _parts(self) -> tuple[str, str]:
        first = _HEADING.search(self.body_html)
        at = first.start() if first else len(self.body_html)
        return self.body_html[:at], self.body_html[at:]

    @property
    def unreviewed(self) -> bool:
        """True when a machine wrote it and nobody has read it over."""
        return self.machine and not self.reviewed


class Section(models.Model):
    """A heading's part of a published translation as plain text: what search scores and Fin quotes."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    terms = models.BinaryField()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation", "position"], name="helpcenter_section_position_once"),
        ]

    def __str__(self) -> str:
        return self.heading
