"""Rows of a time put together by place: a day, a week, a value of a dimension, or all of it. Reads only.

Sums of whole weeks and of days are read where they stand, so that it costs as much however many tickets there are; the
rows of days themselves where nobody made sums yet, and of slices that none are kept of.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import add
from typing import Any

from django.db.models import F, IntegerField, Sum, Value
from django.db.models.functions import TruncWeek

from tickets.models import DayFigures, DayTimes, SpanFigures, SpanSummed
from tickets.models.figures import DIMENSIONS
from tickets.reporting.schedule import WEEK, Span, cover
from tickets.reporting.slices import read
from tickets.reporting.statements import COUNTED
from web.days import monday

_BACKLOG = DayTimes.Measure.BACKLOG
# Named, as an index begins with them.
_TOOK = (DayTimes.Measure.FIRST_REPLY, DayTimes.Measure.SOLVED)
type Only = Mapping[str, int | str | None]


@dataclass(slots=True)
class Gathered:
    """What there was at one place: how often, and how many by measure and step, as rows of JSON name it."""

    counts: list[int] = field(default_factory=lambda: [0] * len(COUNTED))
    times: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def spread(self, measure: str) -> dict[int, int]:
        """How many by step."""
        return {int(step): tickets for step, tickets in self.times.get(measure, {}).items()}


type Places = defaultdict[Any, Gathered]


def gathered(place: str | None, since: date, until: date, only: Only, ends: Collection[date]) -> Places:
    """What there was at each place: "day", "week", a dimension, or None for all of it; the backlog, of these nights."""
    told_apart = [name for name in DIMENSIONS if name == place or only[name] is not None]
    found_of = {days: read(days, told_apart) for days in ((1,) if place == "day" else (1, WEEK))}
    slices = {days: of for days, of in found_of.items() if of is not None}
    summed = {span for span in _standing(since, until) if span.days in slices}
    spans, bare = cover(since, until, summed)
    found: Places = defaultdict(Gathered)
    for days in sorted({span.days for span in spans}):
        begins = [span.since for span in spans if span.days == days]
        _add_sums(found, place, SpanFigures.objects.filter(days=days, since__in=begins, of=slices[days]), only, ends)
    if bare:
        _add_days(found, place, bare, only)
        _add_steps(found, place, DayTimes.objects.filter(day__in=bare, measure__in=_TOOK), only)
        _add_steps(found, place, DayTimes.objects.filter(day__in={*ends} & {*bare}, measure=_BACKLOG), only)
    return found


def _standing(since: date, until: date) -> set[Span]:
    sums = SpanSummed.objects.filter(since__gte=since, until__lte=until).standing()
    return {Span(days, begins) for days, begins in sums.values_list("days", "since")}


def _add_sums(found: Places, place: str | None, sums: Any, only: Only, ends: Collection[date]) -> None:
    where = place if place in DIMENSIONS else "since"
    for days, since, value, times, *counts in sums.of(**only).values_list("days", "since", where, "times", *COUNTED):
        at = found[{None: None, "day": since, "week": monday(since)}.get(place, value)]
        at.counts = [*map(add, at.counts, counts)]
        for measure, steps in times.items():
            if measure != _BACKLOG or Span(days, since).until in ends:
                _add_up(at.times[measure], steps)


def _add_up(into: dict[str, int], steps: Mapping[str, int]) -> None:
    """Counter.update, in half of its time: this is done for each row of a year."""
    for step, tickets in steps.items():
        into[step] = into.get(step, 0) + tickets


def _add_days(found: Places, place: str | None, days: list[date], only: Only) -> None:
    rows = _at(place, DayFigures.objects.filter(day__in=days).of(**only))
    for row in rows.values_list("place").annotate(*map(Sum, COUNTED)):
        at = found[row[0]]
        # Of no rows at all PostgreSQL says that the sum isn't known.
        at.counts = [*map(add, at.counts, (count or 0 for count in row[1:]))]


def _add_steps(found: Places, place: str | None, rows: Any, only: Only) -> None:
    steps = _at(place, rows.of(**only)).values_list("place", "measure", "step").annotate(sum=Sum("tickets"))
    for where, measure, step, tickets in steps:
        _add_up(found[where].times[measure], {str(step): tickets})


def _at(place: str | None, rows: Any) -> Any:
    """With the row's place as `place`."""
    where: Any = Value(None, output_field=IntegerField()) if place is None else F(place)
    return rows.annotate(place=TruncWeek("day") if place == "week" else where)
