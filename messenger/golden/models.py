"""Golden questions and the runs over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Article
from messenger.fin.evaluation import ABSTAIN, HANDOVER, Case
from messenger.fin.languages import LOCALES

# What an index of PostgreSQL's takes of a text, in any script.
LONGEST = 600


class GoldenQuestionQuerySet(models.QuerySet["GoldenQuestion"]):
    def asked(self) -> GoldenQuestionQuerySet:
        """Those that aren't set aside, in the order in which they are asked."""
        return self.filter(set_aside=False).select_related("article").order_by("pk")

    def expecting(self, numbers: Iterable[int]) -> GoldenQuestionQuerySet:
        """Those that one of these articles answers."""
        wanted = list(numbers)
        return self.filter(models.Q(article__number__in=wanted) | models.Q(or_articles__overlap=wanted))


class GoldenQuestion(models.Model):
    """What somebody asks, and what Fin has to do then. What it did last stands beside it."""

    class Expect(models.TextChoices):
        ARTICLE = "article", _("an article answers")
        ABSTAIN = ABSTAIN, _("Fin says that it found nothing")
        HANDOVER = HANDOVER, _("Fin shows the way to people")

    class Asker(models.TextChoices):
        """Kinds of people, as `messenger.fin.evaluation.PEOPLE` has them."""

        ANONYMOUS = "anonymous", _("not logged in")
        FREE = "free", _("Claude Free")
        PRO = "pro", _("Claude Pro")
        MAX = "max", _("Claude Max")
        TEAM_MEMBER = "team_member", _("Team plan, member")
        TEAM_OWNER = "team_owner", _("Team plan, owner")
        ENTERPRISE_OWNER = "enterprise_owner", _("Enterprise plan, primary owner")
        CONSOLE_ADMIN = "console_admin", _("Console, admin")
        CONSOLE_MEMBER = "console_member", _("Console, developer")

    text = models.CharField(_("question"), max_length=LONGEST)
    locale = models.CharField(
        _("language"), max_length=20, choices=[(code, LANG_INFO[code]["name_local"]) for code in LOCALES]
    )
    expect = models.CharField(_("expected"), max_length=10, choices=Expect, default=Expect.ARTICLE)
    article = models.ForeignKey(
        Article, verbose_name=_("article"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    or_articles = ArrayField(
        models.PositiveBigIntegerField(),
        verbose_name=_("or these articles"),
        help_text=_("Numbers of articles that answer well enough too, separated by commas."),
        default=list,
        blank=True,
    )
    section = models.CharField(
        _("section"),
        max_length=300,
        blank=True,
        help_text=_("The heading of the section that answers, exactly as in the article. Empty: any section."),
    )
    asker = models.CharField(_("asked by"), max_length=20, choices=Asker, default=Asker.ANONYMOUS)
    set_aside = models.BooleanField(_("set aside"), default=False, help_text=_("It is kept and not asked."))
    # The name of its line in the shipped file; "" of one that staff wrote.
    shipped_id = models.CharField(max_length=60, blank=True, default="", editable=False)
    right = models.BooleanField(_("last result"), null=True, editable=False)
    asked_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    # What Fin did then: decision, intent, shown (numbers of articles), title, heading.
    did = models.JSONField(default=dict, editable=False)

    objects = GoldenQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("golden question")
        verbose_name_plural = _("golden questions")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["right", "-id"], name="messenger_golden_right"),
            models.Index(fields=["locale", "-id"], name="messenger_golden_locale"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["text", "locale"],
                name="messenger_golden_once",
                violation_error_code="unique",
                violation_error_message=_("This question is there already in this language."),
            ),
            models.UniqueConstraint(
                fields=["shipped_id"], condition=~models.Q(shipped_id=""), name="messenger_golden_shipped_once"
            ),
            models.CheckConstraint(
                name="messenger_golden_article_where_expected",
                condition=models.Q(expect="article", article__isnull=False)
                | models.Q(expect__in=[ABSTAIN, HANDOVER], article__isnull=True, section="", or_articles=[]),
                violation_error_message=_("Choose an article, or that none answers; a section only with an article."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The articles that answer, the best one first."""
        return (self.article.number, *self.or_articles) if self.article else ()

    @property
    def case(self) -> Case:
        """As Fin is asked."""
        expected = "" if self.expect == self.Expect.ARTICLE else self.expect
        name = self.shipped_id or f"{self.locale}-{self.pk}"
        return Case(name, self.locale, self.text, expected, self.numbers, self.section, self.asker)


class GoldenRun(models.Model):
    """Golden questions that a worker asks, some at a time, and what came of each."""

    created_at = models.DateTimeField(_("started"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("ended"), null=True, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Keys of the questions that are still to be asked.
    waiting = ArrayField(models.BigIntegerField(), default=list, editable=False)
    # One a question, as it was then: key, text, locale, wanted, before (right the time before), right, did.
    results = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("run over golden questions")
        verbose_name_plural = _("runs over golden questions")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
