"""Time that counts only within business hours, over weekends, holidays, and nights that are longer or shorter."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.sla.hours import (
    Hours,
    Span,
    add_business_time,
    around_the_clock,
    business_time_between,
    overlapping,
)

TOKYO, BERLIN, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Tokyo", "Europe/Berlin", "America/New_York"))
HOUR = timedelta(hours=1)


def office(zone, **more):
    """Monday to Friday, nine to noon and one to six."""
    parts = [(9 * 60, 12 * 60), (13 * 60, 18 * 60)]
    return Hours(zone, tuple(Span(day, *part) for day in range(5) for part in parts), **more)


def at(text, zone):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("zone", "start", "hours", "due"),
    [
        (TOKYO, "2026-11-26T10:00", 1, "2026-11-26T11:00"),
        # Over lunch, over night, over the weekend.
        (TOKYO, "2026-11-26T11:30", 1, "2026-11-26T13:30"),
        (TOKYO, "2026-11-26T17:00", 2, "2026-11-27T10:00"),
        (TOKYO, "2026-11-27T17:00", 2, "2026-11-30T10:00"),
        # Outside of the hours it begins with the next ones; what is reached at closing is due then.
        (BERLIN, "2026-11-28T03:00", 8, "2026-11-30T18:00"),
        (NEW_YORK, "2026-11-26T12:30", 5, "2026-11-26T18:00"),
        # The clocks change within a weekend: nothing is lost or won.
        (BERLIN, "2026-03-27T17:00", 2, "2026-03-30T10:00"),
        (BERLIN, "2026-10-23T17:00", 2, "2026-10-26T10:00"),
        (NEW_YORK, "2026-03-06T17:00", 2, "2026-03-09T10:00"),
        (NEW_YORK, "2026-10-30T17:00", 2, "2026-11-02T10:00"),
    ],
)
def test_when_business_time_is_over(zone, start, hours, due):
    begun, wanted = at(start, zone), at(due, zone)
    assert add_business_time(begun, hours * HOUR, office(zone)) == wanted
    assert business_time_between(begun, wanted, office(zone)) == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "span", "hours"),
    [
        # A night shift when the clock is put forward is an hour shorter, and an hour longer when it is put back.
        (BERLIN, "2026-03-29", (0, 6 * 60), 5),
        (BERLIN, "2026-10-25", (0, 6 * 60), 7),
        (NEW_YORK, "2026-03-08", (60, 4 * 60), 2),
        (NEW_YORK, "2026-11-01", (60, 4 * 60), 4),
        (TOKYO, "2026-03-29", (0, 6 * 60), 6),
        # It ends or begins within the hour that is left out, or lies in it whole.
        (BERLIN, "2026-03-29", (60, 150), 1),
        (BERLIN, "2026-03-29", (150, 240), 1),
        (BERLIN, "2026-03-29", (135, 165), 0),
        # Of the hour that comes twice the first one is meant, at the beginning and at the end.
        (BERLIN, "2026-10-25", (60, 150), 1.5),
        (BERLIN, "2026-10-25", (150, 240), 2.5),
        # A day that a zone left out whole.
        (ZoneInfo("Pacific/Apia"), "2011-12-30", (0, 1440), 0),
        # Midnight itself is left out.
        (ZoneInfo("America/Santiago"), "2026-09-06", (0, 120), 1),
    ],
)
def test_a_span_over_a_change_of_the_clock(zone, day, span, hours):
    wanted = date.fromisoformat(day)
    worked = Hours(zone, (Span(wanted.weekday(), *span),))
    found = list(worked.on(wanted))
    assert sum((closes - opens for opens, closes in found), timedelta(0)) == hours * HOUR


def test_a_change_of_the_clock_makes_no_gap_and_no_overlap():
    parts = (Span(6, 60, 150), Span(6, 150, 240))
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        first, second = Hours(BERLIN, parts).on(day)
        assert first[1] == second[0]


def test_nobody_works_on_a_holiday():
    hours = office(TOKYO, holidays=frozenset({date(2026, 11, 23)}))
    assert add_business_time(at("2026-11-20T17:00", TOKYO), 2 * HOUR, hours) == at("2026-11-24T10:00", TOKYO)


def test_without_hours_nothing_is_ever_due():
    start = at("2026-11-26T10:00", TOKYO)
    assert add_business_time(start, HOUR, Hours(TOKYO)) is None
    assert business_time_between(start, start + timedelta(days=99), Hours(TOKYO)) == timedelta(0)


def test_hours_that_are_never_come_to_an_end():
    seldom = Hours(TOKYO, (Span(0, 0, 1),))
    assert add_business_time(at("2026-11-26T10:00", TOKYO), timedelta(days=300), seldom) is None


def test_around_the_clock_every_minute_counts():
    start = datetime(2026, 3, 28, 12, 30, tzinfo=UTC)
    assert add_business_time(start, 100 * HOUR, around_the_clock()) == start + 100 * HOUR


def test_the_end_before_the_beginning_is_nothing():
    start = at("2026-11-26T15:00", TOKYO)
    assert business_time_between(start, start - HOUR, office(TOKYO)) == timedelta(0)


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([Span(0, 540, 720), Span(0, 720, 1080)], None),
        ([Span(0, 540, 720), Span(1, 600, 660)], None),
        ([Span(0, 600, 1080), Span(0, 540, 601)], Span(0, 600, 1080)),
        ([Span(6, 540, 1440), Span(6, 540, 1440)], Span(6, 540, 1440)),
    ],
)
def test_spans_that_overlap_are_found(spans, found):
    assert overlapping(spans) == found


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
DURATIONS = st.timedeltas(timedelta(minutes=1), timedelta(days=40))


@st.composite
def any_hours(draw):
    """Up to three spans on each of some days, that don't overlap."""
    spans = []
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        cuts = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
        spans += [Span(day, opens * 15, closes * 15) for opens, closes in zip(cuts[::2], cuts[1::2], strict=False)]
    zone = draw(st.sampled_from([TOKYO, BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]))
    holidays = draw(st.frozensets(st.dates(date(2024, 1, 1), date(2028, 1, 1)), max_size=5))
    return Hours(zone, tuple(spans), holidays)


@settings(max_examples=60, deadline=None)
@given(any_hours(), MOMENTS, DURATIONS)
def test_adding_and_measuring_are_each_others_inverse(hours, start, duration):
    duration = min(duration, 30 * sum((span.closes - span.opens for span in hours.spans), 0) * timedelta(minutes=1))
    due = add_business_time(start, duration, hours)
    assert due is not None
    assert business_time_between(start, due, hours) == duration
    assert business_time_between(start, due - timedelta(seconds=1), hours) < duration


@settings(max_examples=60, deadline=None)
@given(any_hours(), MOMENTS, DURATIONS, DURATIONS)
def test_time_adds_up(hours, start, first, second):
    middle, end = start + first, start + first + second
    parts = business_time_between(start, middle, hours) + business_time_between(middle, end, hours)
    assert business_time_between(start, end, hours) == parts
