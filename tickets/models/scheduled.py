"""Replies that leave later."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket

LATER = "later:"


def holder_of_scheduled(key: int) -> str:
    """What the files of such a reply wait for, by its primary key."""
    return f"{LATER}{key}"


class ScheduledReply(models.Model):
    """A reply whose time is to come, or that was held back when it came. Only staff see it; it is no message yet."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="scheduled")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.CASCADE, related_name="+"
    )
    body = models.TextField(_("text"))
    own_words = models.TextField(_("in the author’s own words"), blank=True, default="", db_default="")
    translated_into = models.CharField(_("translated into"), max_length=20, blank=True, default="", db_default="")
    solve = models.BooleanField(_("solves the ticket"), default=False)
    # The primary keys of the macros that were put into it.
    macros = models.JSONField(default=list, blank=True)
    # The newest message of the ticket as its writer knew it.
    seen = models.BigIntegerField(default=0)
    leaves_at = models.DateTimeField(_("leaves"))
    # A reason of tickets.replies.scheduling; "" while it waits for its time.
    held_back = models.CharField(_("held back"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reply that leaves later")
        verbose_name_plural = _("replies that leave later")
        ordering: ClassVar = ["leaves_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["leaves_at"], condition=models.Q(held_back=""), name="tickets_scheduled_due"),
        ]

    def __str__(self) -> str:
        return self.body[:80]
