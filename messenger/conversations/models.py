"""Conversations with Fin, from the first typed word to the end or the ticket, and every message of them."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.entitlements import TopicKind
from accounts.models import Customer, Visitor
from messenger.conversations.flow import Stage
from tickets.models import Merge, Ticket, Topic
from web.mail_languages import answered_in

# Without look-alikes, so that a reference survives being read aloud.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
# The newest text that people agree to; a conversation keeps the version it was shown.
CONSENT_VERSION = "2026-11"
# The same without a word of Fin: whoever agreed to this alone is answered by no bot.
CONSENT_WITHOUT_FIN = "2026-11b"
TEXT_LIMIT = 5000
# Fin needs a second or two; past this, retries included, something is wrong and the page says so.
STALLED_AFTER = timedelta(seconds=20)


def new_reference() -> str:
    """An opaque reference for a conversation: 14 characters, about 69 bits."""
    return "".join(secrets.choice(_ALPHABET) for _place in range(14))


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Which conversations."""

    def visible_to(self, visitor: Visitor | None) -> Self:
        """The visitor's own, and those of the customer they are signed in as, from whichever visit."""
        if visitor is None:
            return self.none()
        if visitor.customer_id is None:
            return self.filter(visitor=visitor, customer__isnull=True)
        # Asked first, so that each part below has an index: an OR over a join would read the whole table.
        visits = [visitor.pk, *Visitor.objects.filter(customer=visitor.customer_id).values_list("pk", flat=True)]
        own = models.Q(visitor__in=visits, customer__isnull=True)
        return self.filter(own | models.Q(customer=visitor.customer_id))

    def never_sent(self) -> Self:
        """Those that nobody ever agreed to send: their text may not outlast the person's way back to it."""
        return self.filter(stage=Stage.DRAFT, consented_at__isnull=True)

    def started(self) -> Self:
        """Those with something to come back to."""
        return self.exclude(stage=Stage.DRAFT, text="")

    def with_ticket_status(self) -> Self:
        """Each with the status of the ticket that it goes on in, or None, as `ticket_status`."""
        goes_on = Ticket.objects.going_on_from(models.OuterRef("ticket")).order_by("-pk")
        merged = Merge.objects.open_to_requester().of_chain(models.OuterRef("ticket")).order_by("-pk")
        status = Coalesce(
            models.Subquery(merged.values("target__status")[:1]), models.Subquery(goes_on.values("status")[:1])
        )
        return self.annotate(ticket_status=status)

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")


class Conversation(models.Model):
    """One conversation with Fin, from the first typed word to its end or its ticket."""

    class StageName(models.TextChoices):
        DRAFT = Stage.DRAFT, _("not sent yet")
        TOPIC = Stage.TOPIC, _("choosing a topic")
        STEPS = Stage.STEPS, _("trying the steps")
        DETAILS = Stage.DETAILS, _("giving details")
        CHAT = Stage.CHAT, _("with Fin")
        RESOLVED = Stage.RESOLVED, _("answered")
        HANDED_OVER = Stage.HANDED_OVER, _("with the Product Support team")

    reference = models.CharField(
        _("conversation number"), max_length=20, unique=True, default=new_reference, editable=False
    )
    visitor = models.ForeignKey(
        Visitor, verbose_name=_("visitor"), null=True, on_delete=models.SET_NULL, related_name="conversations"
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="conversations",
    )
    locale = models.CharField(_("language"), max_length=20)
    stage = models.CharField(_("stage"), max_length=20, choices=StageName, default=StageName.DRAFT)
    text = models.TextField(_("typed text"), blank=True, max_length=TEXT_LIMIT)
    # What a refusal kept from being sent; it waits in the composer.
    unsent = models.TextField(_("unsent text"), blank=True, max_length=TEXT_LIMIT)
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL)
    details = models.JSONField(_("details"), default=dict, blank=True)
    # The submission that began it, so that the same one again begins no other.
    submission = models.UUIDField(null=True, editable=False)
    consent_version = models.CharField(_("consent"), max_length=20, blank=True)
    consent_locale = models.CharField(_("language of the consent"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    tried_self_service = models.BooleanField(_("tried the self-service way"), default=False)
    unsolved = models.BooleanField(_("not solved by Fin"), default=False)
    # The ticket that the handover opened; where it goes on once that one is closed, the ticket's follow-ups say.
    ticket = models.ForeignKey(
        Ticket,
        verbose_name=_("ticket"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conversations",
        db_index=False,
    )
    # Answers of the team that are newer are unread.
    seen_at = models.DateTimeField(_("seen"), default=timezone.now, db_default=Now(), editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="messenger_consent_before_messages",
                condition=models.Q(stage=Stage.DRAFT) | models.Q(consented_at__isnull=False),
            ),
            models.CheckConstraint(
                name="messenger_handed_over_has_ticket",
                condition=~models.Q(stage=Stage.HANDED_OVER) | models.Q(ticket__isnull=False),
            ),
            models.UniqueConstraint(fields=["ticket"], name="messenger_one_conversation_per_ticket"),
            models.UniqueConstraint(
                fields=["visitor", "submission"],
                condition=models.Q(submission__isnull=False),
                name="messenger_conversation_begun_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-updated_at"], name="messenger_conv_customer"),
            models.Index(fields=["-id"], condition=models.Q(ticket=None), name="messenger_conv_without_ticket"),
            models.Index(
                fields=["updated_at"], condition=models.Q(visitor=None, customer=None), name="messenger_conv_nobodys"
            ),
            models.Index(fields=["stage", "-id"], name="messenger_conv_stage"),
            models.Index(fields=["topic", "-id"], name="messenger_conv_topic"),
            models.Index(fields=["locale", "-id"], name="messenger_conv_locale"),
            models.Index(fields=["created_at"], name="messenger_conv_created"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_running(self) -> bool:
        """Whether there is something to go on with; of one `with_ticket_status`."""
        if self.stage == Stage.HANDED_OVER:
            return getattr(self, "ticket_status", None) not in {Ticket.Status.SOLVED, Ticket.Status.CLOSED}
        return self.stage not in {Stage.DRAFT, Stage.RESOLVED}

    @property
    def mails_in(self) -> str:
        """The language of mail about it, before there is a ticket that says so."""
        return answered_in(self.text, self.locale)

    @property
    def topic_kind(self) -> TopicKind:
        """What the entitlements need to know of the topic."""
        return self.topic.entitled_kind if self.topic else TopicKind.GENERAL


class Message(models.Model):
    """One message in a conversation. What people write after the handover is a message of the ticket."""

    class Author(models.TextChoices):
        PERSON = "person", _("person")
        FIN = "fin", _("AI support bot Fin")

    class State(models.TextChoices):
        PENDING = "pending", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), on_delete=models.CASCADE, related_name="messages"
    )
    author = models.CharField(_("author"), max_length=10, choices=Author)
    text = models.TextField(_("text"), blank=True)
    citations = models.JSONField(default=list, blank=True)
    # Articles that may have been meant instead: "articles", and the "title" of their list.
    choices = models.JSONField(default=dict, db_default={}, blank=True)
    # Fin answers in the language of the question; "" in what was written before, which is the page's.
    language = models.CharField(_("language"), max_length=20, blank=True, default="", db_default="")
    # The kinds of secrets that web.secrets hid in the text before it was stored.
    masked = models.JSONField(_("hidden"), default=list, db_default=[], blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.READY)
    # The submission that brought it, so that the same one again adds nothing.
    submission = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(state="pending"),
                name="messenger_one_pending_answer",
            ),
            models.UniqueConstraint(
                fields=["conversation", "submission"],
                condition=models.Q(submission__isnull=False),
                name="messenger_message_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

    def is_stuck(self, now: datetime) -> bool:
        """Whether this answer failed, or has been waited for so long that something must be wrong."""
        late = self.state == self.State.PENDING and self.created_at <= now - STALLED_AFTER
        return late or self.state == self.State.FAILED
