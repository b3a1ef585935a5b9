"""What people write about: topics, whom they are for, their fields, and the words of both in each language."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.audiences import Audience
from accounts.entitlements import TopicKind
from accounts.models import Domain
from tickets.cases import FieldWords
from tickets.models.words import Worded, Words
from tickets.topic_content import choice_pairs


class TopicQuerySet(models.QuerySet["Topic"]):
    """Which topics."""

    def offered(self) -> Self:
        """Topics that staff have switched on, in their order, with their words."""
        return self.filter(active=True).prefetch_related("texts").order_by("order", "pk")


def _values(label: Any) -> "ArrayField[list[str], list[str]]":
    """A list of values of which an empty one leaves out nobody."""
    return ArrayField(models.CharField(max_length=40), verbose_name=label, blank=True, default=list, db_default=[])


class Priority(models.IntegerChoices):
    """How soon a case is to be looked at."""

    LOW = 10, _("low")
    NORMAL = 20, _("normal")
    HIGH = 30, _("high")
    URGENT = 40, _("urgent")


class Topic(Worded):
    """Something to write about, as the picker offers it."""

    NAMED_BY: ClassVar = "slug"

    class Kind(models.TextChoices):
        GENERAL = TopicKind.GENERAL, _("general")
        ACCOUNT_DELETION = TopicKind.ACCOUNT_DELETION, _("account deletion")
        CANT_LOG_IN = TopicKind.CANT_LOG_IN, _("can't log in")

    class About(models.TextChoices):
        BILLING = TopicKind.BILLING, _("bills: open for 30 days after a plan or role has ended")
        PLAN_SHOWN_WRONG = TopicKind.PLAN_SHOWN_WRONG, _("plan shown wrong: open whatever the plan")

    slug = models.SlugField(_("slug"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.GENERAL)
    # No further kind, as processes of the version before know none.
    about = models.CharField(
        _("opens besides"),
        max_length=20,
        choices=About,
        blank=True,
        default="",
        db_default="",
        help_text=_("For whom a general topic is open who else couldn’t reach people."),
    )
    product = models.CharField(
        _("product"), max_length=20, choices=Domain.ProductName, blank=True, help_text=_("Empty: for every product.")
    )
    plans = _values(_("plans"))
    organisation_roles = _values(_("roles in Team and Enterprise"))
    console_roles = _values(_("roles in the Console"))
    not_logged_in = models.BooleanField(_("also for people who aren't logged in"), default=True, db_default=True)
    article = models.PositiveBigIntegerField(
        _("self-service article"), null=True, blank=True, help_text=_("The number of the article to try first.")
    )
    steps_first = models.BooleanField(
        _("steps before Fin"),
        default=False,
        db_default=False,
        help_text=_(
            "Shows the self-service steps before anything is sent. Free accounts see those of a deletion anyway."
        ),
    )
    proof_needed = models.PositiveSmallIntegerField(
        _("proof that is enough"),
        default=2,
        db_default=2,
        help_text=_("How many lines of the proof have to match before anything is done on the account."),
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL, db_default=Priority.NORMAL
    )
    team = models.ForeignKey(
        Group,
        verbose_name=_("team"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Whose tickets these become."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    active = models.BooleanField(_("offered"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["order", "slug"]

    @property
    def entitled_kind(self) -> TopicKind:
        """What the entitlements need to know of it."""
        return TopicKind(self.about if self.about and self.kind == self.Kind.GENERAL else self.kind)

    def audience(self) -> Audience:
        """Whom it is for. A way in is everybody's: who is logged in here may have lost another account."""
        return Audience(
            product=self.product,
            plans=frozenset(self.plans),
            organisation_roles=frozenset(self.organisation_roles),
            console_roles=frozenset(self.console_roles),
            not_logged_in=self.not_logged_in,
            everybody=self.kind == TopicKind.CANT_LOG_IN,
        )

    def field_words(self, locale: str = "") -> dict[str, FieldWords]:
        """What its fields and their choices are called in `locale`, by key; those without words are left out."""
        texts = {row: row.text(locale) for row in self.fields.prefetch_related("texts")}
        return {row.key: FieldWords(text.label, dict(row.choice_pairs(locale))) for row, text in texts.items() if text}

    def steps(self, locale: str = "") -> list[str]:
        """What to try first, one step a line; may be none."""
        return [line.strip() for line in self._text(locale, "steps").splitlines() if line.strip()]


class TopicText(Words):
    """A topic's words in one language."""

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="texts")
    description = models.CharField(_("description"), max_length=250, blank=True)
    steps = models.TextField(
        _("self-service steps"), max_length=2000, blank=True, default="", db_default="", help_text=_("One a line.")
    )

    class Meta(Words.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "locale"], name="tickets_topic_text_unique"),
        ]


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

    class Method(models.TextChoices):
        CARD = "card", _("card")
        INVOICE = "invoice", _("invoice or receipt")
        STORE = "store", _("App Store or Google Play")
        PAYPAL = "paypal", _("PayPal")

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="fields")
    key = models.SlugField(_("key"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TEXT)
    required = models.BooleanField(_("required"), default=False)
    proof = models.BooleanField(
        _("proof"), default=False, help_text=_("Staff compare it with the account before they act.")
    )
    method = models.CharField(
        _("way to pay"),
        max_length=20,
        choices=Method,
        blank=True,
        default="",
        db_default="",
        help_text=_("Asked only of people who pay in this way. Empty: of everybody."),
    )
    on_behalf = models.BooleanField(
        _("on a member's behalf"),
        default=False,
        db_default=False,
        help_text=_("Only for people who may write on a member's behalf."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "key"], name="tickets_topic_field_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.topic.slug}: {self.key}"

    def text(self, locale: str = "") -> "FieldText | None":
        """Its words in `locale`, else in English, else None."""
        texts = {text.locale: text for text in self.texts.all()}
        return texts.get(locale or get_language() or "en") or texts.get("en")

    def choice_pairs(self, locale: str = "") -> list[tuple[str, str]]:
        """The choices as (value, label): those of `locale`, else of whichever language has any."""
        own = self.text(locale)
        return next((pairs for text in [own, *self.texts.all()] if text and (pairs := text.choice_pairs())), [])


class FieldText(Words):
    """A field's words in one language."""

    field = models.ForeignKey(TopicField, verbose_name=_("field"), on_delete=models.CASCADE, related_name="texts")
    hint = models.CharField(_("hint"), max_length=250, blank=True)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line: value = label."))

    class Meta(Words.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "locale"], name="tickets_field_text_unique"),
        ]

    def choice_pairs(self) -> list[tuple[str, str]]:
        """The choices as (value, label)."""
        return choice_pairs(self.choices)
