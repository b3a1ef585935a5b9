"""How long a visit lasts, and how long what a product said of a person counts."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.ages import end_of_visit, is_fresh

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("signed_in_at", "end"),
    [(None, NOW + DAY), (NOW, NOW + 12 * HOUR), (NOW - 11 * HOUR, NOW + HOUR), (NOW - 13 * HOUR, NOW - HOUR)],
)
def test_a_sign_in_ends_after_its_hours_however_often_one_acts(signed_in_at, end):
    assert end_of_visit(now=NOW, signed_in_at=signed_in_at, idle=DAY, longest=12 * HOUR) == end


def test_a_visit_nobody_goes_on_with_ends_before_its_sign_in_would():
    assert end_of_visit(now=NOW, signed_in_at=NOW, idle=HOUR, longest=12 * HOUR) == NOW + HOUR


@pytest.mark.parametrize(
    ("said_at", "fresh"), [(NOW, True), (NOW - HOUR, True), (NOW - 2 * HOUR, False), (None, False)]
)
def test_rights_are_fresh_for_their_time_and_never_when_nobody_said_them(said_at, fresh):
    assert is_fresh(said_at, now=NOW, longest=HOUR) is fresh
