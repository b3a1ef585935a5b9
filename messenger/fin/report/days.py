"""Which days have to be counted (again), and when days and weeks begin. Pure: no Django, no database, no clock."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo

# For so long after its end a day is counted again: people answer late, and silence counts after a while.
# Then it stands, whatever is deleted.
OPEN_FOR = timedelta(days=35)
# How old a count of today or yesterday may be, and one of an earlier day.
_LATELY = timedelta(minutes=9)
_EARLIER = timedelta(hours=24)


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When the day begins and when the next one does; a day of 23 or 25 hours too."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def due(first: date, now: datetime, zone: tzinfo, counted: Mapping[date, datetime]) -> Iterator[date]:
    """The days from `first` to today that have to be counted now, newest first; `counted` says when each one was."""
    today = now.astimezone(zone).date()
    for ago in range((today - first).days + 1):
        day = today - timedelta(days=ago)
        last = counted.get(day)
        if last is None or (last < bounds(day, zone)[1] + OPEN_FOR and now - last > (_LATELY if ago < 2 else _EARLIER)):
            yield day


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def mondays(since: date, until: date) -> list[date]:
    """The first day of each week that has one of these days, in order."""
    first = monday(since)
    return [first + timedelta(weeks=n) for n in range((monday(until) - first).days // 7 + 1)]
