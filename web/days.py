"""When days and weeks begin by a clock. Pure: no Django, no database, no clock of its own."""

from datetime import date, datetime, time, timedelta, tzinfo


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """When the day begins and when the next one does; a day of 23 or 25 hours too."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def mondays(since: date, until: date) -> list[date]:
    """The first day of each week that has one of these days, in order."""
    first = monday(since)
    return [first + timedelta(weeks=n) for n in range((monday(until) - first).days // 7 + 1)]
