"""Which days have to be counted (again), and which of them summed up. Pure: no Django, no database, no clock."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from web.days import bounds

# For so long after its end a day is counted again, as tickets find their team, agent and topic late. Then it stands,
# whatever is deleted.
OPEN_FOR = timedelta(days=7)
WEEK = 7
# How old a count of today or yesterday may be, and one of an earlier day.
_LATELY = timedelta(minutes=50)
_EARLIER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Span:
    """A day, or a week from its Monday on."""

    days: int
    since: date

    @property
    def until(self) -> date:
        """Its last day."""
        return self.since + timedelta(days=self.days - 1)

    def each(self) -> list[date]:
        """Its days."""
        return [self.since + timedelta(days=n) for n in range(self.days)]


def due(first: date, now: datetime, zone: tzinfo, counted: Mapping[date, datetime]) -> Iterator[date]:
    """The days from `first` to today that have to be counted now, newest first; `counted` says when each one was."""
    today = now.astimezone(zone).date()
    for ago in range((today - first).days + 1):
        day = today - timedelta(days=ago)
        last = counted.get(day)
        if last is None or (last < bounds(day, zone)[1] + OPEN_FOR and now - last > _patience(ago)):
            yield day


def _patience(ago: int) -> timedelta:
    return _LATELY if ago < 2 else _EARLIER


def unsummed(counted: Mapping[date, datetime], summed: Mapping[tuple[int, date], datetime]) -> Iterator[Span]:
    """The days that were counted, and the weeks that were as a whole, that no sums are of, or older ones: newest first.

    `counted` says when each day was, `summed` when the newest day in the sums was by days and beginning.
    """
    for day in sorted(counted, reverse=True):
        spans = [Span(1, day)] if day.weekday() else [Span(1, day), Span(WEEK, day)]
        for span in spans:
            made_of = [counted.get(each) for each in span.each()]
            if None not in made_of and summed.get((span.days, span.since)) != max(filter(None, made_of)):
                yield span


def cover(since: date, until: date, summed: Collection[Span]) -> tuple[list[Span], list[date]]:
    """The time from the first to the last day in as few spans with sums as can be, and the days that are left over."""
    spans, bare = [], []
    day = since
    while day <= until:
        week, alone = Span(WEEK, day), Span(1, day)
        span = week if week in summed and week.until <= until else alone
        if span in summed:
            spans.append(span)
        else:
            bare.append(day)
        day = span.until + timedelta(days=1)
    return spans, bare
