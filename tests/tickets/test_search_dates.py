"""Days as they are typed into the search."""

from datetime import date

import pytest

from tickets.search_dates import days

TODAY = date(2026, 11, 27)


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("2026-11-05", "2026-11-05", "2026-11-05"),
        ("2026-2", "2026-02-01", "2026-02-28"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-11-05..2026-11-20", "2026-11-05", "2026-11-20"),
        ("2025..2026-03", "2025-01-01", "2026-03-31"),
        ("2026-11-05..", "2026-11-05", None),
        ("..2026-10", None, "2026-10-31"),
        ("1d", "2026-11-27", "2026-11-27"),
        ("7d", "2026-11-21", "2026-11-27"),
        ("2w", "2026-11-14", "2026-11-27"),
    ],
)
def test_a_time_has_a_first_and_a_last_day(typed, since, until):
    assert days(typed, TODAY) == (day(since), day(until))


@pytest.mark.parametrize(
    "typed",
    [
        *("", "..", "0d", "d", "7m", "soon", "2026-13", "2026-02-30", "2026-11-20..2026-11-05", "2026..x", "0001"),
        *("9999", "2026-11-05-06", "20261105", "２０２６", "99999d", "2026-11-05...2026-11-06"),
    ],
)
def test_anything_else_is_no_time(typed):
    assert days(typed, TODAY) is None
