"""What Fin did with each question, and why: the log that staff read."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.conversations.models import Message
from messenger.fin.deciding import Decision
from messenger.fin.outcomes import Outcome
from messenger.fin.writers.drafts import Reason


class FinAnswerQuerySet(models.QuerySet["FinAnswer"]):
    """Which answers."""

    def unanswered(self) -> Self:
        """Those to questions that the library doesn't answer, or not well enough, as far as anybody said."""
        return self.filter(UNANSWERED)


# Who wants a person or says hello asks for no article.
UNANSWERED = models.Q(decision=Decision.NOTHING.value) & ~models.Q(outcome="confirmed") | models.Q(
    decision__in=[Decision.QUOTE.value, Decision.CLARIFY.value, Decision.REACH.value], outcome="unresolved"
)


class FinAnswer(models.Model):
    """One answer of Fin's with everything that it came from. It goes with its message."""

    class DecisionName(models.TextChoices):
        QUOTE = Decision.QUOTE, _("quoted an article")
        CLARIFY = Decision.CLARIFY, _("asked which article is meant")
        NOTHING = Decision.NOTHING, _("found nothing")
        ONWARD = Decision.ONWARD, _("showed the way onward")
        REACH = Decision.REACH, _("said who reaches what")
        WORDS = Decision.WORDS, _("answered in words")

    class OutcomeName(models.TextChoices):
        OPEN = Outcome.OPEN, _("nothing said yet")
        CONFIRMED = Outcome.CONFIRMED, _("confirmed: said that it helped")
        ASSUMED = Outcome.ASSUMED, _("assumed: left without a word")
        UNRESOLVED = Outcome.UNRESOLVED, _("unresolved")
        ASKED_ON = Outcome.ASKED_ON, _("asked something more")

    class UnwrittenName(models.TextChoices):
        """Why a model was asked and Fin quoted all the same."""

        TIMED_OUT = Reason.TIMED_OUT, _("the model took too long")
        RATE_LIMITED = Reason.RATE_LIMITED, _("the model was asked too often")
        OVERLOADED = Reason.OVERLOADED, _("the model was overloaded")
        SERVER_ERROR = Reason.SERVER_ERROR, _("the model’s service had an error")
        CONNECTION = Reason.CONNECTION, _("the model couldn’t be reached")
        REFUSED = Reason.REFUSED, _("the key, the model’s name or the request was refused")
        DECLINED = Reason.DECLINED, _("the model declined to answer")
        UNREADABLE = Reason.UNREADABLE, _("the model’s answer couldn’t be read")
        OVER_BUDGET = Reason.OVER_BUDGET, _("the budget was used up")
        NO_SOURCES = Reason.NO_SOURCES, _("there was nothing to write from")
        NOTHING_LEFT = Reason.NOTHING_LEFT, _("nothing that the model wrote passed the checks")

    message = models.OneToOneField(
        Message, verbose_name=_("message"), on_delete=models.CASCADE, related_name="fin_answer"
    )
    question = models.TextField(_("question"))
    locale = models.CharField(_("language"), max_length=20)
    topic = models.CharField(_("topic"), max_length=50, blank=True)
    decision = models.CharField(_("decision"), max_length=20, choices=DecisionName)
    intent = models.CharField(_("intent"), max_length=40, blank=True)
    # The row of the entitlement table that the answer was decided under.
    rule = models.CharField(_("rule"), max_length=40)
    # What was found, best first: number, locale, version, heading, title, score; "used" is quoted, offered or "".
    sections = models.JSONField(_("sections"), default=list)
    # The numbers of the articles that it says something from; what was merely found or offered isn't among them.
    articles = ArrayField(models.PositiveBigIntegerField(), verbose_name=_("articles"), default=list, db_default=[])
    # The one that wrote it; "" where it quotes.
    model = models.CharField(_("model"), max_length=100, blank=True)
    # Why the model that was asked wrote nothing; "" where it wrote, or none was asked.
    unwritten = models.CharField(
        _("why it isn’t written"), max_length=20, choices=UnwrittenName, blank=True, default="", db_default=""
    )
    # What the model used, also where nothing came of it.
    tokens = models.PositiveIntegerField(_("tokens"), default=0, db_default=0)
    # In millionths of the prices' currency; null where no prices were set, or nobody knows what was used.
    micros = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    milliseconds = models.PositiveIntegerField(_("time"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=OutcomeName, blank=True, default=Outcome.OPEN)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = FinAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer from Fin")
        verbose_name_plural = _("Fin’s answers")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["decision", "-id"], name="messenger_fin_decision"),
            models.Index(fields=["locale", "-id"], name="messenger_fin_locale"),
            models.Index(fields=["outcome", "-id"], name="messenger_fin_outcome"),
            models.Index(fields=["topic", "-id"], name="messenger_fin_topic"),
            models.Index(fields=["rule", "-id"], name="messenger_fin_rule"),
            GinIndex(fields=["articles"], name="messenger_fin_articles"),
            models.Index(fields=["created_at"], name="messenger_fin_created"),
            models.Index(fields=["-created_at"], condition=UNANSWERED, name="messenger_fin_unanswered"),
            # Those whose silence may come to count; no more than are open at a time, however long the log.
            models.Index(
                fields=["id"],
                condition=models.Q(outcome=Outcome.OPEN) & ~models.Q(decision=Decision.WORDS),
                name="messenger_fin_unsettled",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:80]
