"""What happened in the desk, counted by the day. Of no customer: it stays when tickets are deleted."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

# What makes a row of its own, beside the day.
DIMENSIONS = ("team", "agent", "topic", "locale", "plan")
READ_FIGURES = "tickets.read_figures"


class _QuerySet[Row: models.Model](models.QuerySet[Row]):
    """Of what."""

    def of(self, **wanted: int | str | None) -> Self:
        """Of one team, agent, topic, language or plan, or of all where it is None."""
        return self.filter(**{name: value for name, value in wanted.items() if value is not None})


class _DayQuerySet[Row: models.Model](_QuerySet[Row]):
    """Which days."""

    def between(self, since: date, until: date) -> Self:
        """Both days are among them."""
        return self.filter(day__range=(since, until))


class DayFiguresQuerySet(_DayQuerySet["DayFigures"]):
    pass


class DayTimesQuerySet(_DayQuerySet["DayTimes"]):
    pass


class SpanFiguresQuerySet(_QuerySet["SpanFigures"]):
    pass


class SpanSummedQuerySet(models.QuerySet["SpanSummed"]):
    """Which sums can be read."""

    def standing(self) -> Self:
        """Those that no day of theirs was counted after."""
        own = DayCounted.objects.filter(day__range=(OuterRef("since"), OuterRef("until")))
        return self.filter(~Exists(own.filter(counted_at__gt=OuterRef("counted_at"))))


class _Of(models.Model):
    """Whose tickets, and which: team and agent by their keys without a foreign key, 0 for none.

    What was counted of somebody stays counted when they leave.
    """

    team = models.PositiveBigIntegerField(default=0)
    agent = models.PositiveBigIntegerField(default=0)
    topic = models.CharField(max_length=50, blank=True)
    locale = models.CharField(max_length=20)
    plan = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()


class _Counts(models.Model):
    """How often something happened. Solving and reopening count as acts, so that with what was opened they say how the
    backlog changed; replies count for who wrote them."""

    opened = models.PositiveIntegerField(default=0)
    solved = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    replies = models.PositiveIntegerField(default=0)
    # On the tickets that were solved, until then.
    replies_to_solved = models.PositiveIntegerField(default=0)
    # Clocks that ended in time, and those that didn't.
    kept = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    rated_good = models.PositiveIntegerField(default=0)
    rated_bad = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class DayFigures(_Of, _Counts):
    """How often something happened on a day of the site's clock."""

    day = models.DateField()

    objects = DayFiguresQuerySet.as_manager()

    class Meta(_Of.Meta):
        verbose_name = _("report on the desk")
        verbose_name_plural = _("report on the desk")
        permissions: ClassVar = [("read_figures", "Can read the report on the desk")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", *DIMENSIONS], name="tickets_day_figures_once"),
        ]

    def __str__(self) -> str:
        return str(self.day)


class DayTimes(_Of):
    """How many tickets took how long: a step of `tickets.reporting.spread`, by which they can be summed up."""

    class Measure(models.TextChoices):
        FIRST_REPLY = "first_reply"
        SOLVED = "solved"
        # Those that weren't solved when the day ended, by how long ago they were opened.
        BACKLOG = "backlog"

    day = models.DateField()
    measure = models.CharField(max_length=12, choices=Measure)
    step = models.PositiveSmallIntegerField()
    tickets = models.PositiveIntegerField()

    objects = DayTimesQuerySet.as_manager()

    class Meta(_Of.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "day", *DIMENSIONS, "step"], name="tickets_day_times_once"),
        ]

    def __str__(self) -> str:
        return str(self.day)


class DayCounted(models.Model):
    """When a day was counted last. Its row is locked by whoever counts it."""

    day = models.DateField(primary_key=True)
    counted_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class SpanFigures(_Of, _Counts):
    """The rows of a day or of a week together: all of it, of each team, of each agent and topic, and so on.

    `of` says which of the dimensions are told apart, see `tickets.reporting.slices`; the others are as for none. These
    rows can be made again from those of the days at any time, and say nothing that those don't.
    """

    days = models.PositiveSmallIntegerField()
    since = models.DateField()
    of = models.PositiveSmallIntegerField()
    # By measure and step, as in DayTimes; the backlog is that of the last day.
    times = models.JSONField(default=dict)

    objects = SpanFiguresQuerySet.as_manager()

    class Meta(_Of.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["days", "of", "since", *DIMENSIONS], name="tickets_span_figures_once"),
        ]

    def __str__(self) -> str:
        return f"{self.since} ({self.days})"


class SpanSummed(models.Model):
    """Of which days and weeks there are sums, and when the newest of their days was counted that they were made of."""

    days = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()
    counted_at = models.DateTimeField()

    objects = SpanSummedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["days", "since"], name="tickets_span_summed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.since} ({self.days})"
