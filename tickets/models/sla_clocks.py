"""The clocks of tickets by their policies: how each stands, how those ended that did, and what staff are told."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tickets.models.sla_policies import SlaPolicy
from tickets.models.tickets import Ticket, TicketQuerySet
from tickets.sla import policies

# The order of what is due next; it comes out of an index.
DUE_FIRST = ["due_at", "id"]


class ClockKind(models.TextChoices):
    """What is measured."""

    FIRST_RESPONSE = policies.Kind.FIRST_RESPONSE, _("First response")
    NEXT_RESPONSE = policies.Kind.NEXT_RESPONSE, _("Next response")
    RESOLUTION = policies.Kind.RESOLUTION, _("Resolution")


class SlaClock(models.Model):
    """One clock of an open ticket. It is worked out when something happens, never when somebody looks."""

    class Pause(models.TextChoices):
        PENDING = "pending", _("waits for the customer")
        ON_HOLD = "on_hold", _("is on hold")
        NO_HOURS = "no_hours", _("nobody works by these business hours")

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="sla_clocks")
    kind = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    policy = models.ForeignKey(
        SlaPolicy, verbose_name=_("SLA policy"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    target_minutes = models.PositiveIntegerField(_("target (minutes)"))
    started_at = models.DateTimeField(_("began"))
    # Null while it stands still before its time is used up.
    due_at = models.DateTimeField(_("due"), null=True)
    warn_at = models.DateTimeField(_("due soon from"), null=True)
    # Why it stands still, and how much of the target is left then.
    pause = models.CharField(_("stands still"), max_length=10, choices=Pause, blank=True)
    left_minutes = models.PositiveIntegerField(_("left (minutes)"), null=True)
    warned = models.BooleanField(default=False)
    breached = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("SLA clock")
        verbose_name_plural = _("SLA clocks")
        indexes: ClassVar = [
            models.Index("due_at", "id", condition=models.Q(breached=False), name="tickets_sla_clock_due"),
            models.Index("warn_at", "id", condition=models.Q(warned=False), name="tickets_sla_clock_warn"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "kind"], name="tickets_sla_clock_one_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_kind_display()}"


class SlaResult(models.Model):
    """How a clock ended: within its target or not, and whose work it was then."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="sla_results")
    kind = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    policy = models.ForeignKey(
        SlaPolicy, verbose_name=_("SLA policy"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey(Group, verbose_name=_("team"), null=True, on_delete=models.SET_NULL, related_name="+")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    target_minutes = models.PositiveIntegerField(_("target (minutes)"))
    # Of business time, rounded up.
    took_minutes = models.PositiveIntegerField(_("took (minutes)"))
    met = models.BooleanField(_("in time"))
    started_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"))

    class Meta:
        verbose_name = _("SLA result")
        verbose_name_plural = _("SLA results")
        indexes: ClassVar = [models.Index(fields=["ended_at", "id"], name="tickets_sla_result_ended")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "kind", "started_at"], name="tickets_sla_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_kind_display()}"


class SlaNotice(models.Model):
    """That a clock got tight, or ran out: written once for each time that was due."""

    class What(models.TextChoices):
        WARNING = "warning", _("due soon")
        BREACH = "breach", _("overdue")

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="sla_notices")
    kind = models.CharField(_("clock"), max_length=20, choices=ClockKind)
    what = models.CharField(_("what"), max_length=10, choices=What)
    due_at = models.DateTimeField(_("due"))
    noticed_at = models.DateTimeField(_("noticed"))

    class Meta:
        verbose_name = _("SLA notice")
        verbose_name_plural = _("SLA notices")
        indexes: ClassVar = [models.Index(fields=["noticed_at", "id"], name="tickets_sla_notice_latest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "kind", "what", "due_at"], name="tickets_sla_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_what_display()}"


def notices_since(moment: datetime) -> models.QuerySet[SlaNotice]:
    """What was noticed then or later, oldest first, with the tickets: who is told of it builds on this."""
    return SlaNotice.objects.filter(noticed_at__gte=moment).order_by("noticed_at", "pk").select_related("ticket")


def overdue_now() -> models.Q:
    """The condition that an open ticket's clock has run out."""
    return models.Q(due_at__lt=Now())


def due_soon_now() -> models.Q:
    """That the time is mostly used, and not yet all of it."""
    return models.Q(due_at__gte=Now(), warn_at__lte=Now())


def in_time_now() -> models.Q:
    """That there is time enough."""
    return models.Q(due_at__gte=Now(), warn_at__gt=Now())


def overdue(tickets: TicketQuerySet) -> TicketQuerySet:
    """Those of which a clock has run out. One that was put off is among them: somebody was promised an answer."""
    return tickets.open().filter(overdue_now())


def due_soon(tickets: TicketQuerySet) -> TicketQuerySet:
    """Those of which the time is mostly used, and not yet all of it."""
    return tickets.open().filter(due_soon_now())
