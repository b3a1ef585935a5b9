"""Sums of days and weeks say what the rows of days say, of any time and slice, also when a day is counted late."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from tests.tickets.conftest import open_ticket
from tests.tickets.reporting.test_counting import moved
from tickets import actions
from tickets.models import DayCounted, DayFigures, DayTimes, SpanFigures, SpanSummed, Ticket
from tickets.models.figures import DIMENSIONS
from tickets.reporting import reading
from tickets.reporting.actions import count_day, count_due
from tickets.reporting.reading import Chosen
from tickets.reporting.schedule import WEEK, Span
from tickets.reporting.seeding_actions import count_everything
from tickets.reporting.slices import kept, mask
from tickets.reporting.statements import COUNTED
from tickets.reporting.summing_actions import sum_up, sum_up_due
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
# Weeks and a day at each end, over the end of a year.
FIRST, LAST = date(2025, 12, 10), date(2026, 1, 15)
NOW = datetime(2026, 1, 16, tzinfo=UTC)
MONDAY = date(2025, 12, 29)
VALUES = {"team": (0, 3), "agent": (0, 7, 8), "topic": ("", "billing"), "locale": ("en", "ja"), "plan": ("", "pro")}
ONLY = [
    {},
    {"agent": 7},
    {"team": 0, "topic": ""},
    {"locale": "ja", "plan": "pro"},
    {"team": 3, "agent": 8, "plan": ""},
    {"locale": "en", "agent": 0, "topic": "", "plan": ""},
    {"team": 3, "topic": "billing", "locale": "en", "plan": "pro"},
]
TIMES = [(FIRST, LAST), (MONDAY, LAST), (FIRST, date(2026, 1, 4)), (date(2026, 1, 1), date(2026, 1, 1))]


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.fixture
def counted() -> None:
    """Rows as of days that were counted, with a day of which there are none, and one that nobody counted."""
    chance, figures, times = Random(7), [], []
    for day in days_between(FIRST, LAST):
        if day == LAST - timedelta(days=2):
            continue
        DayCounted.objects.create(day=day, counted_at=NOW)
        slices = [] if day == FIRST + timedelta(days=3) else range(chance.randint(1, 20))
        of = {tuple(chance.choice(values) for values in VALUES.values()) for _each in slices}
        for each in of:
            slice_ = dict(zip(DIMENSIONS, each, strict=True))
            figures.append(DayFigures(day=day, **slice_, **{name: chance.randrange(4) for name in COUNTED}))
            for measure in chance.sample(DayTimes.Measure.values, 2):
                step, tickets = chance.randrange(5), chance.randint(1, 3)
                times.append(DayTimes(day=day, **slice_, measure=measure, step=step, tickets=tickets))
    DayFigures.objects.bulk_create(figures)
    DayTimes.objects.bulk_create(times)


def figures(chosen: Chosen) -> dict[str, Any]:
    """Everything that is read of a time."""
    cut = {name: dict(reading.by(name, chosen)) for name in DIMENSIONS}
    return {"total": reading.total(chosen), "by time": reading.by_time(chosen), **cut}


def test_sums_say_what_the_days_say(counted: None) -> None:
    asked = [Chosen(*time, **only) for time in TIMES for only in ONLY]
    by_rows = [figures(chosen) for chosen in asked]
    assert len([*sum_up_due()]) == len(days_between(FIRST, LAST)) - 1 + 4
    for chosen, expected in zip(asked, by_rows, strict=True):
        assert figures(chosen) == expected
    assert sum(each["total"].opened > 0 for each in by_rows) > len(by_rows) / 2


def test_rows_of_days_are_not_read_where_there_are_sums(counted: None) -> None:
    [*sum_up_due()]
    DayFigures.objects.all().delete()
    DayTimes.objects.all().delete()
    week = Chosen(MONDAY, MONDAY + timedelta(days=6), team=3)
    assert reading.total(week).opened
    assert dict(reading.by("agent", week))[7].opened
    SpanFigures.objects.filter(days=1).delete()
    assert reading.total(week).opened
    SpanSummed.objects.filter(days=7).delete()
    assert not reading.total(week).opened


def test_a_late_correction_is_in_the_sums_of_its_day_and_then_of_its_week() -> None:
    monday = datetime(2026, 1, 5, 12, tzinfo=UTC)
    ticket = open_ticket(now=monday)
    later = monday + timedelta(days=8)
    count_due(now=later)
    week = Chosen(monday.date(), monday.date() + timedelta(days=6))
    assert SpanSummed.objects.filter(days=7, since=monday.date()).exists()
    Ticket.objects.filter(pk=ticket.pk).update(team=None, assignee=None, topic=None, locale="fr")
    count_day(day=monday.date(), now=later + timedelta(hours=1))
    assert not SpanSummed.objects.filter(days=7, since=monday.date()).exists()
    by_days = dict(reading.by("locale", week))
    assert (by_days["fr"].opened, by_days["en"].opened) == (1, 0)
    assert Span(WEEK, monday.date()) in sum_up_due()
    assert dict(reading.by("locale", week)) == by_days


def test_a_day_that_somebody_counted_without_sums_is_read_by_its_rows(counted: None) -> None:
    """As a worker of the version before does while the next one starts."""
    [*sum_up_due()]
    day = MONDAY + timedelta(days=2)
    DayFigures.objects.filter(day=day).delete()
    DayFigures.objects.create(day=day, locale="fr", opened=1)
    DayCounted.objects.filter(day=day).update(counted_at=NOW + timedelta(hours=1))
    chosen = Chosen(MONDAY, MONDAY + timedelta(days=6))
    assert dict(reading.by("locale", chosen))["fr"].opened == 1
    assert [*sum_up_due()] == [Span(1, day), Span(7, MONDAY)]
    assert dict(reading.by("locale", chosen))["fr"].opened == 1


def test_a_week_is_summed_up_when_each_of_its_days_is_counted() -> None:
    open_ticket(now=datetime(2026, 1, 5, 12, tzinfo=UTC))
    count_due(now=datetime(2026, 1, 10, 12, tzinfo=UTC))
    assert not SpanSummed.objects.filter(days=7).exists()
    count_due(now=datetime(2026, 1, 11, 12, tzinfo=UTC))
    assert SpanSummed.objects.get(days=7).until == date(2026, 1, 11)


def test_a_week_with_a_night_when_the_clock_is_set_has_all_of_its_days(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/London"
    # The 29th of March has 23 hours there.
    for at in ("2026-03-28T23:59", "2026-03-29T00:00", "2026-03-29T22:59", "2026-03-29T23:00"):
        open_ticket(now=datetime.fromisoformat(f"{at}+00:00"))
    count_due(now=datetime(2026, 4, 8, tzinfo=UTC))
    assert SpanSummed.objects.filter(days=7, since=date(2026, 3, 23)).exists() is False  # begins before the first day
    for day in days_between(date(2026, 3, 23), date(2026, 3, 27)):
        count_day(day=day, now=datetime(2026, 4, 8, tzinfo=UTC))
    sum_up(Span(7, date(2026, 3, 23)))
    sums = SpanFigures.objects.filter(of=0)
    assert dict(sums.filter(days=1, opened__gt=0).values_list("since", "opened")) == {
        date(2026, 3, 28): 1,
        date(2026, 3, 29): 2,
        date(2026, 3, 30): 1,
    }
    assert sums.get(days=7, since=date(2026, 3, 23)).opened == 3


@pytest.mark.parametrize(("days", "slices"), [(1, 16), (WEEK, 27)])
def test_days_tell_two_dimensions_apart_and_weeks_three_or_all(counted: None, days: int, slices: int) -> None:
    [*sum_up_due()]
    found = SpanFigures.objects.filter(days=days).values_list("of", flat=True).distinct()
    assert {*found} == {mask(each) for each in kept(days)}
    assert len(found) == slices


def test_everything_counted_at_once_is_what_is_counted_day_by_day(aki: User, settings: Any) -> None:
    """As a database is filled that is measured."""
    settings.TIME_ZONE = "Asia/Tokyo"
    now = timezone.now()
    for number in range(6):
        opened = now - timedelta(days=2 * number, hours=7 * number)
        ticket = open_ticket(now=opened, locale=("en", "ja")[number % 2])
        if number % 3:
            later = opened + timedelta(hours=9 * number)
            actions.reply(ticket=ticket, author=aki, body="Done.", solve=True, now=later)
            moved(ticket, aki, Event.REOPEN, later + timedelta(hours=20))
        if number == 5:
            moved(ticket, aki, Event.SOLVE, now - timedelta(hours=1))
    open_ticket(now=now - timedelta(days=3), rule="compliance", topic_kind="compliance")
    count_due(now=now)
    by_days = rows()
    count_everything(now=now)
    assert rows() == by_days
    assert {len(found) > 5 for found in by_days.values()} == {True}


def rows() -> dict[str, list[Any]]:
    """What was counted and summed up, without keys."""
    of = {}
    for model in (DayFigures, DayTimes, SpanFigures, SpanSummed):
        names = [field.name for field in model._meta.fields if field.name != "id"]
        of[model._meta.db_table] = sorted(model._default_manager.values_list(*names), key=str)
    return of
