"""Days as somebody types them into the search: 2026-11, 2026-11-05..2026-11-20, 7d. Pure: no Django, no clock."""

import re
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_BACK = re.compile(r"(\d{1,4})(d|w)", re.ASCII)
# Any zone's midnight of these years is a time that a database knows.
_EARLIEST, _LATEST = 1900, 9000
_DAYS = {"d": 1, "w": 7}
type Days = tuple[date | None, date | None]


def days(typed: str, today: date) -> Days | None:
    """The first and the last day that are meant, None for an open end; None for what is no time.

    A year, a month or a day; two of them with `..` between, either of which may be left out; or so many days or weeks
    up to today.
    """
    if back := _BACK.fullmatch(typed):
        number = int(back[1]) * _DAYS[back[2]]
        return (today - timedelta(days=number - 1), today) if number else None
    first, dots, last = typed.partition("..")
    since, until = _named(first), _named(last) if dots else _named(first)
    if (first and since is None) or (last and until is None) or not (since or until):
        return None
    begins, ends = since[0] if since else None, until[1] if until else None
    return None if begins and ends and begins > ends else (begins, ends)


def _named(typed: str) -> tuple[date, date] | None:
    """The first and the last day of a year, a month, or the day."""
    found = _DAY.fullmatch(typed)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        first = date(year, month or 1, day or 1)
        after = first + timedelta(days=1) if day else _next(first, months=1 if month else 12)
    except ValueError:
        return None
    return first, after - timedelta(days=1)


def _next(first: date, *, months: int) -> date:
    year, month = divmod(first.month - 1 + months, 12)
    return date(first.year + year, month + 1, 1)
