"""When teams work: weekly hours by the clock of a zone, and holidays."""

from datetime import time
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.sla.hours import Hours, Span

_MIDNIGHT = time(0)


def known_zone(name: str) -> None:
    """Refuse what is no time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone."), params={"name": name})


class BusinessHours(models.Model):
    """The hours of some teams; without any open hours nobody works by it, ever."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    zone = models.CharField(_("time zone"), max_length=64, validators=[known_zone])
    teams = models.ManyToManyField(
        Group,
        verbose_name=_("teams"),
        blank=True,
        related_name="business_hours",
        help_text=_("Whose tickets are measured by these hours. A team has one set of hours."),
    )

    class Meta:
        verbose_name = _("business hours")
        verbose_name_plural = _("business hours")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def value(self) -> Hours:
        """The hours as the rules read them."""
        return Hours(
            ZoneInfo(self.zone),
            tuple(span.value() for span in self.spans.all()),
            frozenset(holiday.day for holiday in self.holidays.all()),
        )


class OpenSpan(models.Model):
    """Open from one time to another on one day of the week."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    hours = models.ForeignKey(
        BusinessHours, verbose_name=_("business hours"), on_delete=models.CASCADE, related_name="spans"
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(pgettext_lazy("a time of day", "from"))
    closes = models.TimeField(_("to"), help_text=_("00:00 is midnight at the end of the day."))

    class Meta:
        verbose_name = _("open from to")
        verbose_name_plural = _("weekly hours")
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tickets_open_span_ends_after_it_begins",
                condition=models.Q(closes__gt=models.F("opens")) | models.Q(closes=_MIDNIGHT),
                violation_error_message=_("It has to end after it begins. 00:00 is midnight at the end of the day."),
            ),
            models.CheckConstraint(
                name="tickets_open_span_weekday_known", condition=models.Q(weekday__gte=0, weekday__lte=6)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def value(self) -> Span:
        """The span as the rules read it."""
        closes = self.closes.hour * 60 + self.closes.minute
        return Span(self.weekday, self.opens.hour * 60 + self.opens.minute, closes or 1440)


class Holiday(models.Model):
    """A day on which nobody works."""

    hours = models.ForeignKey(
        BusinessHours, verbose_name=_("business hours"), on_delete=models.CASCADE, related_name="holidays"
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hours", "day"],
                name="tickets_holiday_once",
                violation_error_message=_("This day is a holiday already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


def hours_of_team(team: int | None) -> BusinessHours | None:
    """The hours of a team; None where it has none."""
    if team is None:
        return None
    return BusinessHours.objects.filter(teams=team).prefetch_related("spans", "holidays").first()
