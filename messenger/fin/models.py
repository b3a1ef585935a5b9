"""What Fin did with each question, and why: the log that staff read."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.conversations.models import Message
from messenger.fin.deciding import Decision


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

    class Outcome(models.TextChoices):
        """What the person said of it; who said nothing and left is assumed to have been helped."""

        OPEN = "", _("nothing said")
        CONFIRMED = "confirmed", _("it helped")
        UNRESOLVED = "unresolved", _("it didn't help")

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
    # The one that wrote it; "" where it quotes.
    model = models.CharField(_("model"), max_length=100, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True, default=Outcome.OPEN)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = FinAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of Fin's")
        verbose_name_plural = _("answers of Fin's")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["decision", "-id"], name="messenger_fin_decision"),
            models.Index(fields=["locale", "-id"], name="messenger_fin_locale"),
            models.Index(fields=["created_at"], name="messenger_fin_created"),
            models.Index(fields=["-created_at"], condition=UNANSWERED, name="messenger_fin_unanswered"),
        ]

    def __str__(self) -> str:
        return self.question[:80]
