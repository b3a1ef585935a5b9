"""Groups of alike questions that found no answer. Their words stay where they were asked, and go with them."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models import SearchedPhrase, Translation
from messenger.fin.models import FinAnswer

_NOT_ONES_JOB = Q(dismissed_at__isnull=False)


class GapQuerySet(models.QuerySet["Gap"]):
    """Which gaps."""

    def open(self) -> Self:
        """Those to do something about; one with an article is open again once it was asked since."""
        asked_since = Q(written_at__isnull=True) | Q(last_at__gt=F("written_at"))
        return self.exclude(_NOT_ONES_JOB).filter(asked_since)

    def written(self) -> Self:
        """Those with an article that was written about them."""
        return self.exclude(_NOT_ONES_JOB).filter(written_at__isnull=False)

    def dismissed(self) -> Self:
        """Those that staff said are nothing to write about."""
        return self.filter(_NOT_ONES_JOB)


class Gap(models.Model):
    """Alike questions, in whatever language, and how often they found no answer in the days that are looked at."""

    # What made the vectors; those of two makers have nothing to say about each other.
    space = models.CharField(max_length=40, editable=False)
    # The mean direction of its questions, a signed byte a number. A dismissed one's stays as it was then.
    middle = models.BinaryField(editable=False)
    nothing = models.PositiveIntegerField(_("Fin found nothing"), default=0)
    unhelped = models.PositiveIntegerField(_("it didn't help"), default=0)
    searched = models.PositiveIntegerField(_("searches without a result"), default=0)
    conversations = models.PositiveIntegerField(_("conversations"), default=0)
    # All of the three above.
    times = models.PositiveIntegerField(_("times"), default=0)
    locales = ArrayField(models.CharField(max_length=20), verbose_name=_("languages"), default=list)
    first_at = models.DateTimeField(_("first asked"))
    last_at = models.DateTimeField(_("last asked"))
    # The section of the library that is nearest: number, locale, anchor, score; {} when there is none.
    nearest = models.JSONField(_("nearest article"), default=dict)
    translation = models.ForeignKey(
        Translation,
        verbose_name=_("article"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    written_at = models.DateTimeField(_("written"), null=True)
    dismissed_at = models.DateTimeField(_("put aside"), null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    gathered_at = models.DateTimeField(_("counted"), default=timezone.now)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("content gap")
        verbose_name_plural = _("content gaps")
        ordering: ClassVar = ["-times", "-last_at", "-pk"]

    def __str__(self) -> str:
        first = self.questions.select_related("answer", "phrase").first()
        return first.text[:80] if first else str(self.pk)

    @property
    def asked_again(self) -> bool:
        """Whether somebody found no answer although there is an article about it now."""
        return self.written_at is not None and self.last_at > self.written_at


class GapQuestion(models.Model):
    """One of the questions of a gap: one that Fin was asked, or words that were searched for. It goes with them."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="questions", db_index=False)
    answer = models.OneToOneField(FinAnswer, null=True, on_delete=models.CASCADE, related_name="+")
    phrase = models.OneToOneField(SearchedPhrase, null=True, on_delete=models.CASCADE, related_name="+")
    # 0 is nearest to the middle.
    place = models.PositiveIntegerField()
    times = models.PositiveIntegerField(default=1)
    locale = models.CharField(max_length=20)
    vector = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering: ClassVar = ["place", "pk"]
        indexes: ClassVar = [models.Index(fields=["gap", "place"], name="messenger_gap_questions")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="messenger_gap_question_of_one",
                condition=Q(answer__isnull=False, phrase__isnull=True) | Q(answer__isnull=True, phrase__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def text(self) -> str:
        """What was asked, as it was stored."""
        return self.answer.question if self.answer else self.phrase.words if self.phrase else ""
