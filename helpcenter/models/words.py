"""The words of published texts as they are spelled, by language: what search looks through for what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class WordQuerySet(models.QuerySet["Word"]):
    def in_language(self, locale: str) -> Iterable[str]:
        """All of a language."""
        return self.filter(locale=locale).order_by().values_list("word", flat=True)


class Word(models.Model):
    """A word that some published text has or had. Whether one has it still, the index of search knows."""

    locale = models.CharField(_("language"), max_length=20)
    word = models.CharField(max_length=24)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["locale", "word"], name="helpcenter_word_once_per_locale"),
        ]

    def __str__(self) -> str:
        return self.word
