"""What helps agents: what solved tickets are near to, and what a model wrote for one ticket, where staff want that."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Translation
from messenger.agents.signs import SIZE
from tickets.models import Message, Ticket


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


class HelpSettings(models.Model):
    """One row; without it, and without a model, nothing is sent to anybody and nothing of it is shown."""

    LEAST, MOST = 10_000, 1_000_000_000

    drafts = models.BooleanField(
        _("drafts of replies"),
        default=False,
        help_text=_("Sends what customer and team said on the ticket, articles, and replies on tickets like it."),
    )
    summaries = models.BooleanField(
        _("summaries of long tickets"),
        default=False,
        help_text=_("Sends what customer and team said on the ticket."),
    )
    translations = models.BooleanField(
        _("translations of what customers wrote"),
        default=False,
        help_text=_("Sends each message of the customer that an agent asks to read in their own language."),
    )
    replies = models.BooleanField(
        _("translations of replies"),
        default=False,
        db_default=False,
        help_text=_("Sends what an agent has written when they ask to have it in the customer’s language."),
    )
    tokens_a_day = models.PositiveBigIntegerField(
        _("tokens a day"),
        default=1_000_000,
        validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)],
        help_text=_("For all agents together. When they are used up, it says so until the next day (UTC)."),
    )

    class Meta:
        verbose_name = _("help of a model for agents")
        verbose_name_plural = _("help of a model for agents")
        default_permissions: ClassVar = ("view", "change")
        constraints: ClassVar = [
            models.CheckConstraint(name="messenger_help_settings_one_row", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class HelpDay(models.Model):
    """What the model has used for agents on one day (UTC), with what is set aside for what is under way."""

    day = models.DateField(primary_key=True)
    asked = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return str(self.day)


class Help(models.Model):
    """What a model wrote for one ticket, or is asked to: of each kind the last one. It goes with ticket and message."""

    class Kind(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUMMARY = "summary", _("Summary")
        TRANSLATION = "translation", _("Translation")
        # Of an agent's own words; what comes back stands in their draft, not here.
        REPLY = "reply", _("Translation of a reply")

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    # The language that it is written in.
    locale = models.CharField(max_length=20)
    # Of a translation, what it translates.
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    # Of a draft or a reply: whose it is.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The newest message that it knows.
    newest = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    text = models.TextField(blank=True)
    # What a draft was written from: titles with addresses of this site.
    sources = models.JSONField(default=list)
    reason = models.CharField(max_length=20, blank=True)
    model = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("text by a model")
        verbose_name_plural = _("texts by a model")
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["ticket", "kind"], name="messenger_help_ticket")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "locale"],
                condition=models.Q(kind="translation"),
                name="messenger_help_translated_once",
            ),
            models.CheckConstraint(
                name="messenger_help_translates_a_message",
                condition=models.Q(kind="translation", message__isnull=False)
                | models.Q(kind__in=["draft", "summary", "reply"], message__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id}"


class ArticleOrigin(models.Model):
    """The ticket that a text was first written from. For staff alone: no reader is told."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ticket behind an article")
        verbose_name_plural = _("tickets behind articles")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "translation"], name="messenger_origin_once"),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.ticket_id}"
