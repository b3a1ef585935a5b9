"""When quiet tickets are closed by themselves, and whom we told that theirs soon is."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.messages import Message
from tickets.models.tickets import Ticket

_DAYS = (MinValueValidator(1), MaxValueValidator(365))


class ClosingRuleQuerySet(models.QuerySet["ClosingRule"]):
    """Which rule."""

    def current(self) -> "ClosingRule":
        """The site's rule, which closes nothing until somebody chose otherwise."""
        return self.first() or ClosingRule(pk=1)


class ClosingRule(models.Model):
    """One row: after how many quiet days; empty: never."""

    solved_days = models.PositiveSmallIntegerField(
        _("close solved tickets after"),
        null=True,
        blank=True,
        validators=_DAYS,
        help_text=_("Days in which nothing happened. What the customer writes later begins a follow-up. Empty: never."),
    )
    pending_days = models.PositiveSmallIntegerField(
        _("ask on pending tickets after"),
        null=True,
        blank=True,
        validators=_DAYS,
        help_text=_("Days without an answer of the customer. They get an email in their language. Empty: never."),
    )
    grace_days = models.PositiveSmallIntegerField(
        _("and solve them after another"),
        default=7,
        validators=_DAYS,
        help_text=_("Days after that email. An answer stops it. Whoever writes later opens it again."),
    )

    objects = ClosingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("automatic close")
        verbose_name_plural = _("automatic close")
        constraints: ClassVar = [models.CheckConstraint(name="tickets_one_closing_rule", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class ClosingNotice(models.Model):
    """That the requester was told when their pending ticket will be solved, unless they write."""

    ticket = models.OneToOneField(
        Ticket, primary_key=True, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="closing_notice"
    )
    # The last thing that was said; whatever is said after it stops this.
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+", verbose_name=_("message"))
    told_at = models.DateTimeField(_("told"))
    due_at = models.DateTimeField(_("due"))

    class Meta:
        verbose_name = _("notice of closing")
        verbose_name_plural = _("notices of closing")
        indexes: ClassVar = [models.Index(fields=["due_at"], name="tickets_closing_notice_due")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.due_at}"
