"""Shipped texts that wait because staff changed or took off what they would replace. Publishes nothing."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models.articles import LONGEST_QUESTION, Translation


class ShippedText(models.Model):
    """What a content file holds now for a translation that isn't as the files last left it."""

    translation = models.OneToOneField(
        Translation, verbose_name=_("translation"), on_delete=models.CASCADE, related_name="shipped_text"
    )
    slug = models.CharField(_("slug"), max_length=200)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    keywords = ArrayField(models.CharField(max_length=100), verbose_name=_("search keywords"), default=list, blank=True)
    questions = ArrayField(
        models.CharField(max_length=LONGEST_QUESTION),
        verbose_name=_("questions"),
        default=list,
        db_default=[],
        blank=True,
    )
    body_markdown = models.TextField(_("text"))
    updated_at = models.DateField(_("updated"))
    waits_since = models.DateTimeField(_("waits since"), default=timezone.now)

    class Meta:
        verbose_name = _("shipped text that waits")
        verbose_name_plural = _("shipped texts that wait")
        ordering: ClassVar = ["translation__article__number", "translation__locale"]

    def __str__(self) -> str:
        return self.title
