"""What happened on a ticket, in order; what was said is in messages.py."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket


class TicketEvent(models.Model):
    """One thing that happened: its kind and arguments as `tickets.events` knows them; words are made when it is shown.

    Called so because the workflow's Event is what may move a ticket.
    """

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=40)
    arguments = models.JSONField(default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author_name = models.CharField(_("author’s name"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("happened"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar = ["created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "created_at"], name="tickets_event_thread"),
            models.Index(fields=["created_at"], condition=models.Q(kind="status"), name="tickets_event_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.arguments}"
