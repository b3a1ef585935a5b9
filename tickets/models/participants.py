"""Who is on a ticket besides the requester."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket


class Participant(models.Model):
    """Somebody besides the requester who may read and write on a ticket by email."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("email"))

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes: ClassVar = [models.Index(Lower("email"), name="tickets_participant_address")]
        constraints: ClassVar = [
            models.UniqueConstraint(models.F("ticket"), Lower("email"), name="tickets_participant_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email
