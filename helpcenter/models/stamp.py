"""The content stamp: one row by which every process sees that something was published."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ContentStamp(models.Model):
    """One row that changes with everything published; a page or index made under another stamp is out of date."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    value = models.PositiveBigIntegerField(default=0)
    # Beside the number, so that a restored or emptied database can't come back to a stamp that was already used.
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("content stamp")
        verbose_name_plural = _("content stamps")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="helpcenter_content_stamp_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.value}.{self.changed_at.timestamp():.6f}"

    @classmethod
    def current(cls) -> str:
        """The stamp as text, "" before anything was published."""
        stamp = cls.objects.first()
        return str(stamp) if stamp else ""
