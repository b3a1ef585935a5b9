"""What staff found when they compared the proof that somebody gave with the account."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket


class ProofCheck(models.Model):
    """One line of the proof, compared: who found that it matches or doesn't, and when."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="proof_checks")
    item = models.CharField(_("item"), max_length=200)
    matches = models.BooleanField(_("matches"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("checked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(_("checked"), default=timezone.now)

    class Meta:
        verbose_name = _("proof check")
        verbose_name_plural = _("proof checks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "item"], name="tickets_proof_check_once"),
        ]

    def __str__(self) -> str:
        return self.item
