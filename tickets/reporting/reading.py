"""The figures of a time: sums over days, of one team, agent, topic, language or plan, or of all. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from tickets.models import DayCounted, DayTimes
from tickets.reporting.gathering import gathered
from tickets.reporting.spread import AGES, Spread, together
from tickets.reporting.statements import COUNTED
from web.days import monday, mondays

# Up to so many days each has a place of its own in a plot; beyond they are weeks.
_MOST_DAYS = 31
_FIRST_REPLY, _SOLVED, _BACKLOG = DayTimes.Measure.FIRST_REPLY, DayTimes.Measure.SOLVED, DayTimes.Measure.BACKLOG


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the report is about: both days are among it; None is all."""

    since: date
    until: date
    team: int | None = None
    agent: int | None = None
    topic: str | None = None
    locale: str | None = None
    plan: str | None = None

    @property
    def only(self) -> dict[str, int | str | None]:
        return {name: getattr(self, name) for name in ("team", "agent", "topic", "locale", "plan")}

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def before(self) -> "Chosen":
        """As many days, right before."""
        return Chosen(self.since - timedelta(days=self.days), self.since - timedelta(days=1), **self.only)  # type: ignore[arg-type]

    @property
    def by_week(self) -> bool:
        return self.days > _MOST_DAYS

    def stretches(self) -> list[date]:
        """The first day of each day or week that a plot shows."""
        if self.by_week:
            return mondays(self.since, self.until)
        return [self.since + timedelta(days=n) for n in range(self.days)]

    def end_of(self, begins: date) -> date:
        """The last day of the day or week."""
        return min(begins + timedelta(days=6), self.until) if self.by_week else begins


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums, see `DayFigures`, and how long things took; a share of nothing is None."""

    opened: int = 0
    solved: int = 0
    reopened: int = 0
    replies: int = 0
    replies_to_solved: int = 0
    kept: int = 0
    missed: int = 0
    rated_good: int = 0
    rated_bad: int = 0
    first_reply: Spread = field(default_factory=Spread)
    to_solve: Spread = field(default_factory=Spread)
    # By age, see `spread.AGES`; () where nobody counted how much was open.
    backlog: tuple[int, ...] = ()

    @property
    def open(self) -> int | None:
        return sum(self.backlog) if self.backlog else None

    @property
    def rated(self) -> int:
        return self.rated_good + self.rated_bad

    @property
    def promised(self) -> int:
        return self.kept + self.missed

    @property
    def replies_each(self) -> float | None:
        return self.replies_to_solved / self.solved if self.solved else None

    @property
    def is_empty(self) -> bool:
        return not (any(getattr(self, name) for name in COUNTED) or self.open or self.first_reply.tickets)


def total(chosen: Chosen) -> Figures:
    """All of it; the backlog is that of its last day that was counted."""
    return _put_together(None, chosen, [_last_counted(chosen)]).get(None, Figures())


def whole(rows: Sequence[tuple[date, Figures]]) -> Figures:
    """The days or weeks of a time put together, without asking again; the backlog is the newest."""
    figures = [each for _begins, each in rows]
    backlogs = [each.backlog for each in figures if each.backlog]
    return Figures(
        **{name: sum(getattr(each, name) for each in figures) for name in COUNTED},
        first_reply=together(each.first_reply for each in figures),
        to_solve=together(each.to_solve for each in figures),
        backlog=backlogs[-1] if backlogs else (),
    )


def goes_back_to(day: date) -> bool:
    """Whether days were counted from this one on, so that there is something to compare with."""
    return DayCounted.objects.filter(day__lte=day).exists()


def by_time(chosen: Chosen) -> list[tuple[date, Figures]]:
    """Each day or week, also those in which nothing was; the backlog is that of its end."""
    begins = "week" if chosen.by_week else "day"
    last = _last_counted(chosen)
    ends = [min(chosen.end_of(each), last) for each in chosen.stretches() if each <= last]
    found = _put_together(begins, chosen, ends)
    return [(each, found.get(each, Figures())) for each in chosen.stretches()]


def by(dimension: str, chosen: Chosen) -> list[tuple[int | str, Figures]]:
    """By "team", "agent", "topic", "locale" or "plan": where most was opened, solved and answered comes first."""
    found = _put_together(dimension, chosen, [_last_counted(chosen)])
    return sorted(found.items(), key=lambda each: (-each[1].opened - each[1].solved - each[1].replies, str(each[0])))


def counted_until(chosen: Chosen) -> datetime | None:
    """When the newest of these days was counted; None where none was."""
    days = DayCounted.objects.filter(day__range=(chosen.since, chosen.until))
    found: datetime | None = days.aggregate(last=Max("counted_at"))["last"]
    return found


def _last_counted(chosen: Chosen) -> date:
    days = DayCounted.objects.filter(day__range=(chosen.since, chosen.until))
    found: date | None = days.aggregate(last=Max("day"))["last"]
    return found or chosen.until


def _put_together(place: str | None, chosen: Chosen, ends: list[date]) -> dict[Any, Figures]:
    """The figures at each place: a value of a dimension, a day, a week, or None for all of it."""
    found = gathered(place, chosen.since, chosen.until, chosen.only, ends)
    backlogs = {where: _by_age(each.spread(_BACKLOG)) for where, each in found.items() if _BACKLOG in each.times}
    if place in {None, "day", "week"}:
        # Where a day was counted and nothing was open, noughts.
        for day in DayCounted.objects.filter(day__in=ends).values_list("day", flat=True):
            backlogs.setdefault({None: None, "day": day, "week": monday(day)}[place], _by_age({}))
    return {
        where: Figures(
            **dict(zip(COUNTED, found[where].counts, strict=True)),
            first_reply=Spread(found[where].spread(_FIRST_REPLY)),
            to_solve=Spread(found[where].spread(_SOLVED)),
            backlog=backlogs.get(where, ()),
        )
        for where in {*found, *backlogs}
    }


def _by_age(steps: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(steps.get(age, 0) for age in range(len(AGES)))
