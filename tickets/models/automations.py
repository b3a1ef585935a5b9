"""Automations: when … if … then …, as staff write them; and what each did to which ticket."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from tickets.automations import rules
from tickets.models.tickets import Ticket
from tickets.models.which_tickets import of_visible

_LONGEST_HOURS = 24 * 90


class AutomationQuerySet(models.QuerySet["Automation"]):
    """Which automations."""

    def on(self, trigger: str) -> "AutomationQuerySet":
        """Those that are switched on and look when this happens, in their order."""
        return self.filter(is_on=True, trigger=trigger).order_by("position", "pk")

    def stopped(self) -> "AutomationQuerySet":
        """Those that switched themselves off."""
        return self.exclude(stopped_because="")

    def is_one_stopped_for(self, person: User | AnonymousUser) -> bool:
        """Whether this member of staff should look at one that switched itself off."""
        return person.has_perm("tickets.change_automation") and self.stopped().exists()


class Automation(models.Model):
    """One rule: a trigger, conditions that all have to hold, and steps that are done in their order."""

    class Trigger(models.TextChoices):
        OPENED = rules.Trigger.OPENED, _("a ticket is opened")
        WROTE = rules.Trigger.WROTE, _("the customer writes again")
        STATUS = rules.Trigger.STATUS, _("the status changes")
        TAGGED = rules.Trigger.TAGGED, _("a tag is put on")
        UNANSWERED = rules.Trigger.UNANSWERED, _("the customer waits so long for us")
        QUIET = rules.Trigger.QUIET, _("nothing happens for so long")

    class Stop(models.TextChoices):
        FAILED = "failed", _("it failed")
        CAP = "cap", _("it acted on too many tickets within an hour")

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("Stands on each ticket beside what it did.")
    )
    is_on = models.BooleanField(_("on"), default=False)
    position = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Of those that look at the same moment, the smallest comes first.")
    )
    trigger = models.CharField(pgettext_lazy("what sets an automation off", "when"), max_length=12, choices=Trigger)
    hours = models.PositiveIntegerField(
        _("hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(_LONGEST_HOURS)],
        help_text=_("For the two that come by the clock."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    # What came by the clock was looked at up to here.
    watched_until = models.DateTimeField(default=timezone.now, editable=False)
    stopped_because = models.CharField(max_length=10, choices=Stop, blank=True, default="", editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    error = models.TextField(_("what went wrong"), blank=True, default="", editable=False)

    objects = AutomationQuerySet.as_manager()

    class Meta:
        verbose_name = _("automation")
        verbose_name_plural = _("automations")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tickets_automation_hours_exactly_by_the_clock",
                condition=models.Q(trigger__in=["unanswered", "quiet"], hours__isnull=False)
                | ~models.Q(trigger__in=["unanswered", "quiet"]) & models.Q(hours__isnull=True),
            ),
            models.CheckConstraint(
                name="tickets_automation_stopped_is_off",
                condition=models.Q(stopped_because="", stopped_at__isnull=True)
                | models.Q(stopped_at__isnull=False, is_on=False) & ~models.Q(stopped_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def asked(self) -> tuple[rules.Condition, ...]:
        """Its conditions as values."""
        return tuple(row.as_value() for row in self.conditions.all())

    def planned(self) -> tuple[rules.Step, ...]:
        """Its steps as values, in their order."""
        return tuple(rules.Step(rules.Do(row.do), row.value) for row in self.steps.all())


class AutomationCondition(models.Model):
    """One condition; a row that only a form reads and writes, with the automation."""

    automation = models.ForeignKey(Automation, on_delete=models.CASCADE, related_name="conditions")
    is_not = models.BooleanField(_("is or isn’t"), default=False)
    field = models.CharField(max_length=12)
    # A key as the ticket has it; "" asks for none at all.
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"

    def as_value(self) -> rules.Condition:
        """As the rules take it."""
        return rules.Condition(rules.Field(self.field), self.value, self.is_not)


class AutomationStep(models.Model):
    """One thing to do."""

    automation = models.ForeignKey(Automation, on_delete=models.CASCADE, related_name="steps")
    do = models.CharField(max_length=12)
    value = models.TextField(blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.do}: {self.value}"


class AutomationRunQuerySet(models.QuerySet["AutomationRun"]):
    """Which runs."""

    def visible_to(self, person: User | AnonymousUser) -> "AutomationRunQuerySet":
        """Those on tickets that this member of staff may see; a ticket may have gone to others since."""
        return of_visible(self, person)


class AutomationRun(models.Model):
    """What an automation did to a ticket for one cause: once, however often it is asked."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused by a rule")
        FAILED = "failed", _("failed")

    automation = models.ForeignKey(
        Automation, verbose_name=_("automation"), on_delete=models.CASCADE, related_name="runs", db_index=False
    )
    # Runs of a ticket are looked up by the constraint's index.
    ticket = models.ForeignKey(
        Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # The change that began it all, or the stretch of time that it came by.
    cause = models.CharField(max_length=64)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    # What was done, as [what, with what, why not]; the last is "" for what was done.
    did = models.JSONField(default=list)
    # A key of tickets.refusals, where a rule refused.
    reason = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = AutomationRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of an automation")
        verbose_name_plural = _("log of automations")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="tickets_automation_run_latest"),
            models.Index(fields=["automation", "-at", "-id"], name="tickets_automation_run_of"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "automation", "cause"], name="tickets_automation_once_per_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.automation_id}: {self.ticket_id}"
