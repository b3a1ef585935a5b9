"""Rules that staff set, what was deleted or handed out by whom, and the consents whose conversations are gone."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.rules import DEFAULTS, LEAST, What


class RetentionRule(models.Model):
    """After how many days one kind of row is deleted; none: it is kept for ever. A missing row is the default."""

    class Subject(models.TextChoices):
        DRAFTS = What.DRAFTS, _("Texts never sent, of people who weren’t logged in: since their visit ended")
        UNSENT = What.UNSENT, _("Texts never sent, of customers: since the last change")
        CHATS = What.CHATS, _("Conversations with Fin, of people who weren’t logged in: since their visit ended")
        CONVERSATIONS = (
            What.CONVERSATIONS,
            _("Conversations with Fin, of customers, that became no ticket: since the last message"),
        )
        TICKETS = (
            What.TICKETS,
            _("Solved and closed tickets, with their conversation, mail and files: since the last change"),
        )
        RAW_MAIL = What.RAW_MAIL, _("Incoming mail as it came, with its attachments, once it was read: since it came")
        STRAY_MAIL = What.STRAY_MAIL, _("Incoming mail that is on no ticket: since it came")
        SENT_MAIL = What.SENT_MAIL, _("Emails that went out about solved and closed tickets: since they were written")
        WAITING_FILES = What.WAITING_FILES, _("Files picked and never sent: since they were picked")
        VISITS = What.VISITS, _("Visits that hold nothing: since they ended")
        ADMIN_LOG = What.ADMIN_LOG, _("Who changed what in the admin: since the change")
        AUDIT_TRAIL = What.AUDIT_TRAIL, _("The audit trail: since it was written")
        WEBHOOKS = What.WEBHOOKS, _("What programs elsewhere were told of: since it happened")
        FAILED_JOBS = What.FAILED_JOBS, _("Failed background jobs: since they failed")

    what = models.CharField(_("what"), max_length=20, choices=Subject, unique=True, editable=False)
    days = models.PositiveIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: for ever.")
    )

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="privacy_rule_at_least_a_day",
                condition=models.Q(days__isnull=True) | models.Q(days__gte=1),
            ),
            models.CheckConstraint(
                name="privacy_audit_trail_at_least_a_month",
                condition=~models.Q(what=What.AUDIT_TRAIL.value)
                | models.Q(days__isnull=True)
                | models.Q(days__gte=LEAST[What.AUDIT_TRAIL]),
                violation_error_message=_("The audit trail is kept for 31 days at least."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())


class Report(models.Model):
    """That rows were deleted or handed out: who did it, when, and how many of what. Nothing in it says of whom."""

    class Kind(models.TextChoices):
        RULE = "rule", _("deleted by a rule")
        EXPORT = "export", _("person exported")
        ERASURE = "erasure", _("person deleted")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(_("rule"), max_length=20, choices=RetentionRule.Subject, blank=True)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    staff_name = models.CharField(_("by"), max_length=200, blank=True)
    # Rows by the model's label.
    counts = models.JSONField(_("rows"), default=dict, blank=True)
    kept = models.JSONField(_("kept"), default=dict, blank=True)
    # Whom an erasure is about, for as long as it runs: {"customers": [keys], "addresses": [in small letters]}.
    subject = models.JSONField(null=True, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-pk"]
        permissions: ClassVar = [
            ("export_person", "Can export everything about a person"),
            ("erase_person", "Can delete everything about a person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="privacy_report_names_nobody_at_its_end",
                condition=models.Q(ended_at__isnull=True) | models.Q(subject__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class KeptConsent(models.Model):
    """A consent whose person or ticket was deleted. `who` is a keyed digest of the address: no one reads it back."""

    who = models.CharField(max_length=64)
    version = models.CharField(_("consent"), max_length=20)
    locale = models.CharField(_("language of the consent"), max_length=20)
    agreed_at = models.DateTimeField(_("agreed"))
    kept_at = models.DateTimeField(_("kept since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("kept consent")
        verbose_name_plural = _("kept consents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["who", "version", "agreed_at"], name="privacy_kept_consent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.locale}"


def days_of(what: What) -> int | None:
    """After how many days this is forgotten; None: never."""
    return days_of_all()[what]


def days_of_all() -> dict[What, int | None]:
    """Every rule as it stands, in the order in which a night goes through them."""
    known = dict(RetentionRule.objects.values_list("what", "days"))
    first = {**DEFAULTS, What.CHATS: settings.CHAT_DAYS}
    return {what: known.get(what, first[what]) for what in What}
