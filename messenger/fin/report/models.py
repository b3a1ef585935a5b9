"""What Fin did, counted by the day on which conversations began. Of nobody: it stays when conversations are deleted."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

# What makes a row of its own, beside the day.
DIMENSIONS = ("locale", "topic", "rule")


class _DayQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Which days, and of what."""

    def between(self, since: date, until: date) -> Self:
        """Both days are among them."""
        return self.filter(day__range=(since, until))

    def of(self, *, locale: str = "", topic: str = "", rule: str = "") -> Self:
        """Of one language, topic or audience, or of all where it is ""."""
        wanted = {"locale": locale, "topic": topic, "rule": rule}
        return self.filter(**{name: value for name, value in wanted.items() if value})


class FinDayQuerySet(_DayQuerySet["FinDay"]):
    pass


class FinArticleDayQuerySet(_DayQuerySet["FinArticleDay"]):
    pass


class FinDay(models.Model):
    """The conversations that began on one day of the site's clock, in one language, about one topic, of one audience.

    The language is that of the last question, the rule that of the last answer; "" is none.
    """

    day = models.DateField(_("day"))
    locale = models.CharField(_("language"), max_length=20)
    topic = models.CharField(_("topic"), max_length=50, blank=True)
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    conversations = models.PositiveIntegerField(default=0)
    # Tickets that came by other ways than a conversation: forms and mail; neither follow-ups nor reports under the law.
    others = models.PositiveIntegerField(default=0)
    # Conversations in which Fin answered, and of these by the last answer's outcome.
    involved = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    assumed = models.PositiveIntegerField(default=0)
    unresolved = models.PositiveIntegerField(default=0)
    # Of those involved: they became a ticket, of whomever.
    handed_over = models.PositiveIntegerField(default=0)
    # Answers by decision.
    quote = models.PositiveIntegerField(default=0)
    reach = models.PositiveIntegerField(default=0)
    clarify = models.PositiveIntegerField(default=0)
    nothing = models.PositiveIntegerField(default=0)
    onward = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    # Of all answers.
    milliseconds = models.PositiveBigIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    micros = models.PositiveBigIntegerField(default=0)

    objects = FinDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("report on Fin")
        verbose_name_plural = _("report on Fin")
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", *DIMENSIONS], name="messenger_fin_day_once"),
        ]

    def __str__(self) -> str:
        return str(self.day)


class FinArticleDay(models.Model):
    """The answers of those conversations that said something from one article, by their outcome."""

    day = models.DateField()
    locale = models.CharField(max_length=20)
    topic = models.CharField(max_length=50, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    number = models.PositiveBigIntegerField()
    answers = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    assumed = models.PositiveIntegerField(default=0)
    unresolved = models.PositiveIntegerField(default=0)
    asked_on = models.PositiveIntegerField(default=0)
    # In conversations that became a ticket.
    handed_over = models.PositiveIntegerField(default=0)

    objects = FinArticleDayQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", *DIMENSIONS, "number"], name="messenger_fin_article_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


class FinCounted(models.Model):
    """When a day was counted last. Its row is locked by whoever counts it."""

    day = models.DateField(primary_key=True)
    counted_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)
