"""What was said on a ticket, in order; what happened is in events.py."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Left, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.tickets import Ticket
from tickets.replies.translated_words import line

# So many characters of a message stand beside its ticket in a list.
_BEGINNING = 240


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages."""

    def visible_to_customer(self) -> "MessageQuerySet":
        """What the person who wrote in may read: their own messages and the replies that don't wait, oldest first."""
        said = self.filter(kind__in=[Message.Kind.CUSTOMER, Message.Kind.REPLY])
        return said.filter(models.Q(held_until=None) | models.Q(held_until__lte=Now()))

    def replies_shown_after(self, moment: "models.F | models.OuterRef | datetime") -> "MessageQuerySet":
        """Answers that the customer could first see after this moment."""
        answers = self.visible_to_customer().filter(kind=Message.Kind.REPLY)
        return answers.alias(shown_at=Coalesce("held_until", "created_at")).filter(shown_at__gt=moment)

    def last_words_on(self, tickets: Collection[int]) -> dict[int, str]:
        """What the customer wrote last on each of these few tickets, by primary key: its beginning."""
        last = self.filter(ticket=models.OuterRef("pk"), kind=Message.Kind.CUSTOMER).order_by("-created_at", "-pk")
        words = models.Subquery(last.values(words=Left("body", _BEGINNING))[:1])
        return {key: text or "" for key, text in Ticket.objects.filter(pk__in=tickets).values_list("pk", words)}

    def free_mail_id(self, mail_id: str) -> str:
        """The Message-ID, unless a message has it already: then "", as another mail may carry the same one."""
        return "" if self.filter(mail_id=mail_id).exists() else mail_id


class Message(models.Model):
    """What somebody said on a ticket: the customer, or the staff to the customer or among themselves."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("from the customer")
        REPLY = "reply", _("reply")
        NOTE = "note", _("internal note")

    class Channel(models.TextChoices):
        MESSENGER = "messenger", _("messenger")
        EMAIL = "email", _("email")
        ADMIN = "admin", _("workspace")
        CASE_PAGE = "case_page", _("case page")
        FORM = "form", _("form")

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author_name = models.CharField(_("author’s name"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    quoted = models.TextField(_("quoted text"), blank=True)
    # Of a reply that a machine translated: what its author wrote, for colleagues, and the language of `body`.
    own_words = models.TextField(_("in the author’s own words"), blank=True, default="", db_default="")
    translated_into = models.CharField(_("translated into"), max_length=20, blank=True, default="", db_default="")
    # The kinds of secrets that web.secrets hid in the text before it was stored.
    masked = models.JSONField(_("hidden"), default=list, db_default=[], blank=True)
    mail_id = models.CharField("Message-ID", max_length=998, blank=True)
    # The submission that brought it, so that the same one again adds nothing.
    submission = models.UUIDField(null=True, editable=False)
    # Until then its author may take it back, its mail waits, and nobody but staff sees it.
    held_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "created_at"], name="tickets_message_thread"),
            models.Index(fields=["created_at"], condition=models.Q(kind="reply"), name="tickets_message_replies"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mail_id"], condition=~models.Q(mail_id=""), name="tickets_message_id_unique"
            ),
            models.UniqueConstraint(
                fields=["ticket", "submission"],
                condition=models.Q(submission__isnull=False),
                name="tickets_message_sent_once",
            ),
            models.CheckConstraint(
                name="tickets_message_channel_fits_kind",
                condition=models.Q(kind="customer", channel__in=["messenger", "email", "case_page", "form"])
                | models.Q(kind__in=["reply", "note"], channel="admin"),
            ),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    @property
    def translated_line(self) -> str:
        """What people are told of a reply that a machine translated, or ""."""
        return line(self.translated_into)

    @property
    def is_by_machine(self) -> bool:
        """Whether an automation sent it: a person's reply keeps their name, when they are gone too."""
        return self.kind == self.Kind.REPLY and not self.author_name
