"""The content stamps: one row a language, by which every process sees that something was published."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ContentStamp(models.Model):
    """Changes with everything that readers of one language see; a page made under another stamp is out of date.

    The words have a stamp of their own, so that a page that looks different makes no search index anew.
    """

    id = models.SmallAutoField(primary_key=True)
    locale = models.CharField(_("language"), max_length=20)
    value = models.PositiveBigIntegerField(default=0)
    # Beside the number, so that a restored or emptied database can't come back to a stamp that was already used.
    changed_at = models.DateTimeField(default=timezone.now)
    words_value = models.PositiveBigIntegerField(default=0)
    words_changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("content stamp")
        verbose_name_plural = _("content stamps")
        ordering: ClassVar = ["locale"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["locale"], name="helpcenter_content_stamp_once_per_locale"),
        ]

    def __str__(self) -> str:
        return f"{self.value}.{self.changed_at.timestamp():.6f}"

    @property
    def words(self) -> str:
        """The stamp of what search reads."""
        return f"{self.words_value}.{self.words_changed_at.timestamp():.6f}"

    @classmethod
    def pages(cls) -> dict[str, str]:
        """The stamp of each language's pages; none before anything was published."""
        return {row.locale: str(row) for row in cls.objects.all()}

    @classmethod
    def texts(cls) -> dict[str, str]:
        """The stamp of each language's words."""
        return {row.locale: row.words for row in cls.objects.all()}
