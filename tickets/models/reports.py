"""Reports under the law: their kinds, which staff edit, and what a report has besides its ticket."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket
from tickets.models.words import Worded, Words


class ReportKindQuerySet(models.QuerySet["ReportKind"]):
    """Which kinds."""

    def offered(self, law: str) -> Self:
        """Those that the form of this law offers, in their order, with their words."""
        return self.filter(law=law, active=True).prefetch_related("texts").order_by("order", "pk")


class ReportKind(Worded):
    """One thing that can be reported under a law, what its form asks for, and how much time the law gives."""

    NAMED_BY: ClassVar = "key"

    class Law(models.TextChoices):
        EU_DSA = "eu-dsa", _("EU: Digital Services Act")
        UK_OSA = "uk-osa", _("UK: Online Safety Act")
        AU_DIS = "au-dis", _("Australia: DIS Standard")

    law = models.CharField(_("law"), max_length=20, choices=Law)
    key = models.SlugField(_("key"))
    needs_place = models.BooleanField(
        _("asks where it is"), default=False, help_text=_("A report of this kind must say where the content is.")
    )
    needs_good_faith = models.BooleanField(
        _("asks for good faith"),
        default=False,
        help_text=_("A report of this kind must state that it is accurate and complete in good faith."),
    )
    acknowledge_hours = models.PositiveSmallIntegerField(
        _("acknowledged within (hours)"),
        null=True,
        blank=True,
        help_text=_("Empty: no deadline. Reports that are there already keep theirs."),
    )
    decide_days = models.PositiveSmallIntegerField(
        _("decided within (days)"),
        null=True,
        blank=True,
        help_text=_("Empty: no deadline. Reports that are there already keep theirs."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    active = models.BooleanField(_("offered"), default=True)

    objects = ReportKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of report")
        verbose_name_plural = _("kinds of reports")
        ordering: ClassVar = ["law", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["law", "key"], name="tickets_report_kind_unique"),
        ]


class ReportKindText(Words):
    """A kind's words in one language."""

    kind = models.ForeignKey(ReportKind, verbose_name=_("kind"), on_delete=models.CASCADE, related_name="texts")
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta(Words.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "locale"], name="tickets_report_kind_text_unique"),
        ]


class Report(models.Model):
    """What a report, or what follows one up, has besides its ticket. Its deadlines are of the day its clock began."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, verbose_name=_("ticket"))
    kind = models.ForeignKey(ReportKind, on_delete=models.PROTECT, related_name="reports", verbose_name=_("kind"))
    place = models.TextField(_("where it is"), blank=True)
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    good_faith = models.BooleanField(_("stated in good faith"), default=False)
    # The submission that brought it, so that the same one again makes no second case; and the address of its receipt.
    submission = models.UUIDField(unique=True, editable=False)
    # Marks of tickets.compliance.suspicion.
    suspicions = models.JSONField(_("looks like a machine’s"), default=list, blank=True)
    # When somebody wrote after it was solved; none: with its ticket.
    clock_began_at = models.DateTimeField(null=True, blank=True, editable=False)
    acknowledge_by = models.DateTimeField(_("to be acknowledged by"), null=True, blank=True)
    decide_by = models.DateTimeField(_("to be decided by"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions: ClassVar = [("handle_reports", "Can see and handle reports under the law")]
        indexes: ClassVar = [models.Index(fields=["decide_by"], name="tickets_report_decide_by")]

    def __str__(self) -> str:
        return str(self.ticket_id)

    @property
    def since(self) -> datetime:
        """When its clock began."""
        return self.clock_began_at or self.ticket.created_at
