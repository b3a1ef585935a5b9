"""Business hours, and time that counts only within them. Pure: no Django, no clock, no database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

NOTHING = timedelta(0)
_DAY = timedelta(days=1)
# Who is open for a minute a week still comes to an end: what isn't reached by then never is.
_MOST_DAYS = 4_000


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of the wall clock to another, on one day of the week: Monday is 0, midnight at the end 1440."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works, by the clock of one zone; nobody does on a holiday."""

    zone: ZoneInfo
    spans: tuple[Span, ...] = ()
    holidays: frozenset[date] = frozenset()

    def on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """What is open on this day, in UTC and in order."""
        if day in self.holidays:
            return
        for span in sorted(self.spans, key=lambda each: each.opens):
            if span.weekday == day.weekday():
                opens, closes = _moment(day, span.opens, self.zone), _moment(day, span.closes, self.zone)
                if opens < closes:
                    yield opens, closes


def around_the_clock() -> Hours:
    """Every minute counts."""
    return Hours(ZoneInfo("UTC"), tuple(Span(weekday, 0, 1440) for weekday in range(7)))


def add_business_time(start: datetime, duration: timedelta, hours: Hours) -> datetime | None:
    """The first moment by which so much business time has passed since `start`; None where it never has."""
    left = duration
    if left <= NOTHING:
        return start
    for opens, closes in _from(start, hours):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    return None


def business_time_between(start: datetime, end: datetime, hours: Hours) -> timedelta:
    """How much business time lies between the two; nothing where the end comes first."""
    passed = NOTHING
    for opens, closes in _from(start, hours, until=end):
        if opens >= end:
            break
        passed += min(closes, end) - opens
    return passed


def overlapping(spans: Iterable[Span]) -> Span | None:
    """A span that begins before another one of its day ends, or None."""
    last: Span | None = None
    for span in sorted(spans, key=lambda each: (each.weekday, each.opens, each.closes)):
        if last is not None and last.weekday == span.weekday and span.opens < last.closes:
            return span
        last = span
    return None


def _from(start: datetime, hours: Hours, until: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
    """What is open from then on, in UTC and in order."""
    if not hours.spans:
        return
    start = start.astimezone(UTC)
    # A day earlier: what began before midnight by a zone's change of sides may still be open.
    first = start.astimezone(hours.zone).date() - _DAY
    last = until.astimezone(hours.zone).date() if until else first + _MOST_DAYS * _DAY
    for number in range((last - first).days + 1):
        for opens, closes in hours.on(first + number * _DAY):
            if closes > start:
                yield max(opens, start), closes


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """When the wall clock shows this, in UTC. Of an hour that comes twice it is the first; one that is left out is the
    moment at which the clock is put forward, so that a span over it is as much shorter as the day is."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return _put_forward(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _put_forward(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second between the two at which the zone's clock is put forward."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return before + timedelta(seconds=high)
