"""Tickets that were put off until later."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket, TicketQuerySet


class Snooze(models.Model):
    """That a ticket waits for a time to come.

    One that waits for the team has that time as its `waiting_since` meanwhile, so that the queue's own index leaves it
    out; `waited_since` is what it was.
    """

    ticket = models.OneToOneField(
        Ticket, primary_key=True, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="snooze"
    )
    until = models.DateTimeField(_("until"))
    waited_since = models.DateTimeField(_("waiting since"), null=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("snooze")
        verbose_name_plural = _("snoozes")
        indexes: ClassVar = [models.Index(fields=["until"], name="tickets_snooze_until")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.until}"


def snoozed(tickets: TicketQuerySet) -> TicketQuerySet:
    """Those of the tickets that would wait for us, and were put off; the index of the queue has them last."""
    return tickets.open().filter(waiting_since__gt=Now())


def snooze_of(ticket: Ticket) -> Snooze | None:
    """How the ticket was put off, or None."""
    return Snooze.objects.filter(ticket=ticket).first()


def waits_from(ticket: Ticket, now: datetime) -> datetime | None:
    """Since when the person waits for the team, put off or not; None while they don't."""
    since = ticket.waiting_since
    if since is None or since <= now:
        return since
    snooze = snooze_of(ticket)
    return snooze.waited_since if snooze else since
