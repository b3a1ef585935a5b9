"""Screens in rooms that show the wall without anybody's login."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.screens.keys import LONGEST, make_key


class WallScreen(models.Model):
    """One screen. Whoever has its address sees the figures of the wall, until the row is deleted."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("Where it hangs, so that you know which one to end.")
    )
    locale = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    key = models.CharField(max_length=LONGEST, unique=True, default=make_key, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    seen_at = models.DateTimeField(_("last on"), null=True, editable=False)

    class Meta:
        verbose_name = _("screen for the wall")
        verbose_name_plural = _("screens for the wall")
        ordering: ClassVar = ["name"]
        # Who may only look at tickets needn't know the addresses.
        default_permissions = ("add", "change", "delete")

    def __str__(self) -> str:
        return self.name
