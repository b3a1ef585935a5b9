"""Rows of a time put together by place: a day, a week, a value of a dimension, or all of it. Reads only.

Sums of whole weeks and of days are read where they stand, so that it costs as much however many tickets there are; the
rows of days themselves where nobody made sums yet, and of slices that none are kept of.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import add
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import F, IntegerField, Q, Sum, Value
from django.db.models.functions import TruncWeek

from tickets.models import DayFigures, DayTimes, SpanFigures, SpanSummed
from tickets.models.figures import DIMENSIONS
from tickets.reporting.schedule import WEEK, Span, cover
from tickets.reporting.slices import read
from tickets.reporting.statements import COUNTED

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
        sums = SpanFigures.objects.filter(days=days, since__in=begins, of=slices[days])
        _add_sums(found, place, days, sums, only, ends)
    if bare:
        _add_days(found, place, bare, only)
        _add_steps(found, place, DayTimes.objects.filter(day__in=bare, measure__in=_TOOK), only)
        _add_steps(found, place, DayTimes.objects.filter(day__in={*ends} & {*bare}, measure=_BACKLOG), only)
    return found


def _standing(since: date, until: date) -> set[Span]:
    sums = SpanSummed.objects.filter(since__gte=since, until__lte=until).standing()
    return {Span(days, begins) for days, begins in sums.values_list("days", "since")}


def _add_sums(found: Places, place: str | None, days: int, sums: Any, only: Only, ends: Collection[date]) -> None:
    """Sums of spans of so many days. Each place is one row of the database's: a year may be thousands of sums."""
    at_ends = [end - timedelta(days=days - 1) for end in ends]
    backlogs = JSONBAgg(f"times__{_BACKLOG}", filter=Q(since__in=at_ends), default=Value([]))
    rows = _at(place, sums.of(**only), "since").values_list("place")
    for where, *counts, times, backlog in rows.annotate(*map(Sum, COUNTED), took=JSONBAgg("times"), backlogs=backlogs):
        if times is None:  # what PostgreSQL says of no rows at all
            continue
        at = found[where]
        at.counts = [*map(add, at.counts, counts)]
        for each in times:
            for measure in _TOOK:
                _add_up(at.times[measure], each.get(measure) or {})
        for steps in filter(None, backlog):
            _add_up(at.times[_BACKLOG], steps)


def _add_up(into: dict[str, int], steps: Mapping[str, int]) -> None:
    """Counter.update, in half of its time: this is done for each row of a year."""
    for step, tickets in steps.items():
        into[step] = into.get(step, 0) + tickets


def _add_days(found: Places, place: str | None, days: list[date], only: Only) -> None:
    rows = _at(place, DayFigures.objects.filter(day__in=days).of(**only), "day")
    for row in rows.values_list("place").annotate(*map(Sum, COUNTED)):
        at = found[row[0]]
        # Of no rows at all PostgreSQL says that the sum isn't known.
        at.counts = [*map(add, at.counts, (count or 0 for count in row[1:]))]


def _add_steps(found: Places, place: str | None, rows: Any, only: Only) -> None:
    steps = _at(place, rows.of(**only), "day").values_list("place", "measure", "step").annotate(sum=Sum("tickets"))
    for where, measure, step, tickets in steps:
        _add_up(found[where].times[measure], {str(step): tickets})


def _at(place: str | None, rows: Any, on: str) -> Any:
    """With the row's place as `place`; the field `on` says from which day it is."""
    alone: Any = Value(None, output_field=IntegerField()) if place is None else F(on if place == "day" else place)
    return rows.annotate(place=TruncWeek(on) if place == "week" else alone).order_by()
