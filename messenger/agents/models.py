"""What a finished ticket is near to. No text can be read from it."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.agents.signs import SIZE
from tickets.models import Ticket


class Signs(models.Field[str | None, str | None]):
    """A row of 0 and 1, of which the database counts the differing ones."""

    def db_type(self, connection: Any) -> str:
        return f"bit({SIZE})"


class Likeness(models.Model):
    """The signs of what somebody asked on a ticket that was solved; `space` names the encoder that made `meaning`."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="likeness")
    space = models.CharField(max_length=40, blank=True)
    meaning = Signs(null=True)
    words = Signs(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("likeness of a ticket")
        verbose_name_plural = _("likenesses of tickets")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return str(self.ticket_id)
