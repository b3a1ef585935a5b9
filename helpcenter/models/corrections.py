"""That a published version puts right what was wrong before it. Holds no reader, nor whom it was shown to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models.articles import Translation


class Correction(models.Model):
    """A version of a text that its editor marked: what earlier ones said otherwise was wrong."""

    translation = models.ForeignKey(
        Translation, verbose_name=_("translation"), on_delete=models.CASCADE, related_name="corrections"
    )
    version = models.PositiveIntegerField(_("version"))
    # The plain text of that version, headings too: what stands in it was right before as well.
    text = models.TextField(editable=False)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    made_at = models.DateTimeField(_("marked"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation", "version"], name="helpcenter_corrected_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} v{self.version}"
