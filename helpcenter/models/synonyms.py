"""Words that mean the same to who searches, in groups, by language. Decides nothing."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpcenter.text.fingerprints import fingerprint

MOST_WORDS = 25
LONGEST_WORD = 60


class SynonymGroup(models.Model):
    """Words or phrases of which a search for one also finds the others."""

    locale = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES)
    words = ArrayField(
        models.CharField(max_length=LONGEST_WORD),
        verbose_name=_("words"),
        size=MOST_WORDS,
        help_text=_("Words or phrases that mean the same, one per line, in any language that people type. At most 25."),
    )
    one_way = models.BooleanField(
        _("only from the first"),
        default=False,
        help_text=_("A search for the first also finds the others, but one for the others doesn't find the first."),
    )
    active = models.BooleanField(_("active"), default=True)
    # Its name in the content files; "" when staff made it.
    key = models.SlugField(max_length=60, blank=True, default="", editable=False)
    # What a content file last set here, as a fingerprint; "" when none did.
    as_shipped = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["locale", "words"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["locale", "key"], condition=~models.Q(key=""), name="helpcenter_synonyms_once_per_key"
            ),
            models.CheckConstraint(
                name="helpcenter_synonyms_two_to_25",
                condition=models.Q(words__len__gte=2) & models.Q(words__len__lte=MOST_WORDS),
            ),
        ]

    def __str__(self) -> str:
        return (" → " if self.one_way else ", ").join([self.words[0], ", ".join(self.words[1:])])

    @property
    def fingerprint(self) -> str:
        """What stands here, in short."""
        return fingerprint(self.words, self.one_way, self.active)
