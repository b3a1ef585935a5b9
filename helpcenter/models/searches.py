"""What people search for, counted by day. Nothing of who searched, or when that day."""

from datetime import date
from typing import ClassVar, Self, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asked(TypedDict):
    """One line of a report."""

    words: str
    times: int
    followed: int
    articles: int


class SearchedPhraseQuerySet(models.QuerySet["SearchedPhrase"]):
    """Which phrases, and their sums over the days."""

    def since(self, day: date, locale: str = "") -> Self:
        """From that day on, in one language or in all."""
        chosen = self.filter(day__gte=day)
        return chosen.filter(locale=locale) if locale else chosen

    def most_asked(self, limit: int) -> list[Asked]:
        return self._most(limit)

    def without_result(self, limit: int) -> list[Asked]:
        return self._most(limit, articles=0)

    def without_click(self, limit: int) -> list[Asked]:
        """What found articles, none of which anybody opened."""
        return self._most(limit, articles__gt=0, followed=0)

    def _most(self, limit: int, **which: int) -> list[Asked]:
        """Those most asked, of which the sums say so."""
        rows = self.values("words").annotate(
            times=models.Sum("asked"), followed=models.Sum("opened"), articles=models.Max("found")
        )
        chosen = rows.filter(**which).order_by("-times", "words")[:limit]
        return [
            Asked(words=row["words"], times=row["times"], followed=row["followed"], articles=row["articles"])
            for row in chosen
        ]


class SearchedPhrase(models.Model):
    """The words of searches in one language, place and day: how often, and how often a result was opened."""

    class Place(models.TextChoices):
        PAGE = "page", _("search page")
        MESSENGER = "messenger", _("messenger")

    day = models.DateField(_("day"))
    locale = models.CharField(_("language"), max_length=20)
    place = models.CharField(_("place"), max_length=10, choices=Place)
    words = models.CharField(_("words"), max_length=100)
    asked = models.PositiveIntegerField(_("times"), default=1)
    # Articles that the newest of these searches found.
    found = models.PositiveSmallIntegerField(_("articles found"), default=0)
    opened = models.PositiveIntegerField(_("results opened"), default=0)

    objects = SearchedPhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "locale", "place", "words"], name="helpcenter_searched_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.words


class OpenedResult(models.Model):
    """An article that was opened from the results of a search, and how often."""

    phrase = models.ForeignKey(SearchedPhrase, on_delete=models.CASCADE, related_name="results")
    number = models.PositiveBigIntegerField(_("article"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("opened result")
        verbose_name_plural = _("opened results")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phrase", "number"], name="helpcenter_opened_once_a_phrase"),
        ]

    def __str__(self) -> str:
        return str(self.number)
