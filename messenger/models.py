"""Rows of the messenger: the topics people choose from, their conversations, and every message of them."""

import secrets
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.entitlements import Topic as TopicKind
from accounts.models import Customer, Domain, Visitor
from messenger.flow import Stage

# Without look-alikes, so that a reference survives being read aloud.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
# The newest text that people agree to; a conversation keeps the version it was shown.
CONSENT_VERSION = "2026-11"
TEXT_LIMIT = 5000


def new_reference() -> str:
    """An opaque reference for a conversation: 14 characters, about 69 bits."""
    return "".join(secrets.choice(_ALPHABET) for _place in range(14))


class TopicQuerySet(models.QuerySet["Topic"]):
    """Which topics."""

    def offered(self) -> Self:
        """Topics that staff have switched on, in their order, with their words."""
        return self.filter(active=True).prefetch_related("texts").order_by("order", "pk")

    def for_product(self, product: str) -> Self:
        """Topics about this product, and those about any."""
        return self.filter(product__in=["", product])


class Topic(models.Model):
    """Something to write about, as the picker offers it."""

    class Kind(models.TextChoices):
        GENERAL = TopicKind.GENERAL, _("general")
        ACCOUNT_DELETION = TopicKind.ACCOUNT_DELETION, _("account deletion")
        CANT_LOG_IN = TopicKind.CANT_LOG_IN, _("can't log in")

    slug = models.SlugField(_("slug"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.GENERAL)
    product = models.CharField(
        _("product"), max_length=20, choices=Domain.ProductName, blank=True, help_text=_("Empty: for every product.")
    )
    article = models.PositiveBigIntegerField(
        _("self-service article"), null=True, blank=True, help_text=_("The number of the article to try first.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    active = models.BooleanField(_("offered"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["order", "slug"]

    def __str__(self) -> str:
        return self.label()

    def label(self, locale: str = "") -> str:
        """Its words in `locale` (the active language when empty), else in English, else the slug."""
        return self._text(locale, "label") or self.slug

    def description(self, locale: str = "") -> str:
        """One line below the label; may be empty."""
        return self._text(locale, "description")

    def _text(self, locale: str, name: str) -> str:
        texts = {text.locale: getattr(text, name) for text in self.texts.all()}
        return str(texts.get(locale or get_language() or "en") or texts.get("en") or "")


class TopicText(models.Model):
    """A topic's words in one language."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="texts")
    locale = models.CharField(_("language"), max_length=20)
    label = models.CharField(_("label"), max_length=120)
    description = models.CharField(_("description"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("words")
        verbose_name_plural = _("words")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "locale"], name="messenger_topic_text_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.locale}: {self.label}"


class TopicField(models.Model):
    """One detail that a topic asks for."""

    class Kind(models.TextChoices):
        TEXT = "text", _("one line of text")
        LONG_TEXT = "long_text", _("several lines of text")
        EMAIL = "email", _("email address")
        DATE = "date", _("date")
        AMOUNT = "amount", _("amount of money")
        LAST_FOUR = "last_four", _("last four digits of a card")
        CHOICE = "choice", _("choice")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="fields")
    key = models.SlugField(_("key"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TEXT)
    required = models.BooleanField(_("required"), default=False)
    proof = models.BooleanField(
        _("proof"), default=False, help_text=_("Staff compare it with the account before they act.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "key"], name="messenger_topic_field_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.topic.slug}: {self.key}"

    def text(self, locale: str = "") -> "FieldText | None":
        """Its words in `locale`, else in English, else None."""
        texts = {text.locale: text for text in self.texts.all()}
        return texts.get(locale or get_language() or "en") or texts.get("en")


class FieldText(models.Model):
    """A field's words in one language."""

    field = models.ForeignKey(TopicField, on_delete=models.CASCADE, related_name="texts")
    locale = models.CharField(_("language"), max_length=20)
    label = models.CharField(_("label"), max_length=120)
    hint = models.CharField(_("hint"), max_length=250, blank=True)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line: value = label."))

    class Meta:
        verbose_name = _("words")
        verbose_name_plural = _("words")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "locale"], name="messenger_field_text_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.locale}: {self.label}"

    def choice_pairs(self) -> list[tuple[str, str]]:
        """The choices as (value, label)."""
        lines = (line.partition("=") for line in self.choices.splitlines() if line.strip())
        return [(value.strip(), (label or value).strip()) for value, _sign, label in lines]


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Which conversations."""

    def visible_to(self, visitor: Visitor | None) -> Self:
        """The visitor's own, and those of the customer they are signed in as."""
        if visitor is None:
            return self.none()
        own = models.Q(visitor=visitor, customer__isnull=True)
        if visitor.customer_id is not None:
            own |= models.Q(customer=visitor.customer_id)
        return self.filter(own)

    def started(self) -> Self:
        """Those with something to come back to."""
        return self.exclude(stage=Stage.DRAFT, text="")

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")


class Conversation(models.Model):
    """One conversation with Fin, from the first typed word to its end or its ticket."""

    class StageName(models.TextChoices):
        DRAFT = Stage.DRAFT, _("not sent yet")
        TOPIC = Stage.TOPIC, _("choosing a topic")
        DETAILS = Stage.DETAILS, _("giving details")
        CHAT = Stage.CHAT, _("with Fin")
        RESOLVED = Stage.RESOLVED, _("answered")
        HANDED_OVER = Stage.HANDED_OVER, _("with the Product Support team")

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    visitor = models.ForeignKey(Visitor, null=True, on_delete=models.SET_NULL, related_name="conversations")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="conversations"
    )
    locale = models.CharField(_("language"), max_length=20)
    stage = models.CharField(_("stage"), max_length=20, choices=StageName, default=StageName.DRAFT)
    text = models.TextField(_("typed text"), blank=True, max_length=TEXT_LIMIT)
    # What a refusal kept from being sent; it waits in the composer.
    unsent = models.TextField(_("unsent text"), blank=True, max_length=TEXT_LIMIT)
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL)
    details = models.JSONField(_("details"), default=dict, blank=True)
    consent_version = models.CharField(_("consent"), max_length=20, blank=True)
    consent_locale = models.CharField(max_length=20, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    tried_self_service = models.BooleanField(default=False)
    unsolved = models.BooleanField(default=False)
    ticket_reference = models.CharField(_("ticket"), max_length=30, blank=True)
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
                condition=~models.Q(stage=Stage.HANDED_OVER) | ~models.Q(ticket_reference=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["customer", "-updated_at"], name="messenger_conv_customer")]

    def __str__(self) -> str:
        return self.reference

    @property
    def topic_kind(self) -> TopicKind:
        """What the entitlements need to know of the topic."""
        return TopicKind(self.topic.kind) if self.topic else TopicKind.GENERAL

    @property
    def proof(self) -> dict[str, str]:
        """The details that show whose account it is, by field key."""
        return {row["key"]: row["value"] for row in self.details.get("rows", []) if row.get("proof")}


class Message(models.Model):
    """One message in a conversation. What people write after the handover is a message of the ticket."""

    class Author(models.TextChoices):
        PERSON = "person", _("person")
        FIN = "fin", _("AI support bot Fin")

    class State(models.TextChoices):
        PENDING = "pending", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=10, choices=Author)
    text = models.TextField(blank=True)
    citations = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

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
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"
