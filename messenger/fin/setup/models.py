"""Fin's setup as staff edit it, its words by language, and every version of the whole."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.fin.setup.values import LONGEST_GREETING, LONGEST_NAME, Group
from tickets.models import Topic

# In hundredths. Below, Fin would quote whatever it finds; above, nothing at all.
LEAST_SURE, MOST_SURE = 10, 95
# The same question again shows that an answer didn't help; the first time can't.
LEAST_TIMES, MOST_TIMES = 2, 9


def _percent(label: Any, help_text: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    bounds = [MinValueValidator(LEAST_SURE), MaxValueValidator(MOST_SURE)]
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=bounds, help_text=help_text)


class FinSettings(models.Model):
    """One row; without it, and where a number is empty, Fin is as it was measured."""

    class For(models.TextChoices):
        ANONYMOUS = Group.ANONYMOUS, _("People who aren’t logged in")
        FREE = Group.FREE, "Claude Free"
        PRO = Group.PRO, "Claude Pro"
        MAX = Group.MAX, "Claude Max"
        TEAM = Group.TEAM, "Claude Team"
        ENTERPRISE = Group.ENTERPRISE, "Claude Enterprise"
        CONSOLE = Group.CONSOLE, "Claude Console"

    on = models.BooleanField(_("Fin answers"), default=True)
    off_for = ArrayField(models.CharField(max_length=20, choices=For), verbose_name=_("off for"), default=list)
    answer_from = _percent(
        _("quote from (percent)"),
        _("How sure Fin must be that the best section answers. Less sure, it asks which article is meant."),
    )
    nothing_below = _percent(
        _("find nothing below (percent)"), _("Less sure than this, Fin says that it found nothing.")
    )
    same_question = models.PositiveSmallIntegerField(
        _("step aside at the same question"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_TIMES), MaxValueValidator(MOST_TIMES)],
        help_text=_("Asked so many times, the same question leads to the next step at once."),
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics that always go to a human"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Fin’s settings")
        verbose_name_plural = _("Fin’s settings")
        constraints: ClassVar = [
            models.CheckConstraint(name="messenger_fin_settings_one_row", condition=models.Q(id=1)),
            models.CheckConstraint(
                name="messenger_fin_settings_bounds",
                condition=models.Q(answer_from__isnull=True) | models.Q(answer_from__range=(LEAST_SURE, MOST_SURE)),
            ),
            models.CheckConstraint(
                name="messenger_fin_settings_nothing",
                condition=models.Q(nothing_below__isnull=True) | models.Q(nothing_below__range=(LEAST_SURE, MOST_SURE)),
            ),
            models.CheckConstraint(
                name="messenger_fin_settings_times",
                condition=models.Q(same_question__isnull=True)
                | models.Q(same_question__range=(LEAST_TIMES, MOST_TIMES)),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class FinWords(models.Model):
    """What Fin is called and says first in one language; without a row it is as the site has it."""

    locale = models.CharField(_("language"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    greeting = models.TextField(_("greeting"), max_length=LONGEST_GREETING, blank=True)

    class Meta:
        verbose_name = _("Fin’s words")
        verbose_name_plural = _("Fin’s words")

    def __str__(self) -> str:
        return self.locale


class FinSettingsVersion(models.Model):
    """One version: all settings and words as plain values, who made it and when; it never changes."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    content = models.JSONField(_("content"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of Fin’s settings")
        verbose_name_plural = _("versions of Fin’s settings")
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return str(self.number)
