"""Which days are counted when: the past once, the last week daily, today and yesterday every hour."""

from datetime import UTC, date, datetime, timedelta

from tickets.reporting.schedule import OPEN_FOR, due
from web.days import bounds

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()


def test_what_was_never_counted_is_due_newest_first() -> None:
    assert list(due(date(2026, 11, 18), NOW, UTC, {})) == [TODAY - timedelta(days=n) for n in range(3)]


def test_today_and_yesterday_are_due_after_an_hour_and_others_after_a_day() -> None:
    first = date(2026, 11, 18)
    counted = {first + timedelta(days=n): NOW - timedelta(minutes=51) for n in range(3)}
    assert list(due(first, NOW, UTC, counted)) == [TODAY, date(2026, 11, 19)]
    counted = {day: NOW - timedelta(minutes=49) for day in counted}
    assert list(due(first, NOW, UTC, counted)) == []


def test_a_day_that_was_counted_after_its_week_stands() -> None:
    day = date(2026, 1, 1)
    closed = bounds(day, UTC)[1] + OPEN_FOR
    known = {day + timedelta(days=n): NOW for n in range(400)}
    assert list(due(day, NOW, UTC, {**known, day: closed})) == []
    assert list(due(day, NOW, UTC, {**known, day: closed - timedelta(seconds=1)})) == [day]
