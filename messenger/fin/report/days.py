"""Which days have to be counted (again). Pure: no Django, no database, no clock."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo

from web.days import bounds

# For so long after its end a day is counted again: people answer late, and silence counts after a while.
# Then it stands, whatever is deleted.
OPEN_FOR = timedelta(days=35)
# How old a count of today or yesterday may be, and one of an earlier day.
_LATELY = timedelta(minutes=9)
_EARLIER = timedelta(hours=24)


def due(first: date, now: datetime, zone: tzinfo, counted: Mapping[date, datetime]) -> Iterator[date]:
    """The days from `first` to today that have to be counted now, newest first; `counted` says when each one was."""
    today = now.astimezone(zone).date()
    for ago in range((today - first).days + 1):
        day = today - timedelta(days=ago)
        last = counted.get(day)
        if last is None or (last < bounds(day, zone)[1] + OPEN_FOR and now - last > (_LATELY if ago < 2 else _EARLIER)):
            yield day
