"""A day is counted from what happened on it: what was opened, solved and said, how long it took, what stayed open."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.actions import recording
from tickets.models import DayCounted, DayFigures, DayTimes, Rating, Ticket
from tickets.reporting.actions import count_again, count_day, count_due
from tickets.reporting.spread import step_of
from tickets.workflow import Event

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY = NOON.date()
LATER = NOON + timedelta(days=3)
pytestmark = pytest.mark.django_db


def sums(day: date = DAY, **of: int | str) -> dict[str, int]:
    """What was counted of that day, without what there was none of."""
    found: dict[str, int] = {}
    for row in DayFigures.objects.filter(day=day, **of):
        for name in ("opened", "solved", "reopened", "replies", "replies_to_solved", "rated_good", "rated_bad"):
            found[name] = found.get(name, 0) + getattr(row, name)
    return {name: count for name, count in found.items() if count}


def times(measure: str, day: date = DAY) -> dict[int, int]:
    return dict(DayTimes.objects.filter(day=day, measure=measure).values_list("step", "tickets"))


def backlog(day: date) -> dict[int, int]:
    count_day(day=day, now=LATER)
    return times("backlog", day)


def solved(aki: User, *, at: datetime = NOON) -> Ticket:
    """Opened an hour before, and answered and solved in one."""
    ticket = open_ticket(now=at - timedelta(hours=1))
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True, now=at)
    ticket.refresh_from_db()
    return ticket


def moved(ticket: Ticket, aki: User, event: Event, at: datetime) -> None:
    row = recording.lock(ticket)
    recording.move(row, event, aki, at)
    recording.save(row, at)


def test_a_ticket_counts_for_its_day_topic_language_plan_and_people(aki: User) -> None:
    solved(aki)
    open_ticket(now=NOON, locale="ja", identity={"plan": "max"})
    count_day(day=DAY, now=LATER)
    assert sums() == {"opened": 2, "solved": 1, "replies": 1, "replies_to_solved": 1}
    assert sums(agent=aki.pk, plan="pro", locale="en") == {
        "opened": 1,
        "solved": 1,
        "replies": 1,
        "replies_to_solved": 1,
    }
    assert sums(agent=0, locale="ja", plan="max") == {"opened": 1}


def test_how_long_it_took_is_counted_by_steps(aki: User) -> None:
    solved(aki)
    count_day(day=DAY, now=LATER)
    assert times("first_reply") == {step_of(60): 1}
    assert times("solved") == {step_of(60): 1}


@pytest.mark.parametrize("minutes", [0, 1, 2, 3, 64, 65, 1023, 1024, 5000, 2_000_000])
def test_postgresql_steps_as_python_does(aki: User, minutes: int) -> None:
    ticket = open_ticket(now=NOON - timedelta(minutes=minutes))
    actions.reply(ticket=ticket, author=aki, body="x", now=NOON)
    count_day(day=DAY, now=LATER)
    assert times("first_reply") == {step_of(minutes): 1}


def test_solving_and_reopening_are_acts_that_explain_the_backlog(aki: User) -> None:
    ticket = solved(aki)
    moved(ticket, aki, Event.REOPEN, NOON + timedelta(hours=1))
    moved(ticket, aki, Event.SOLVE, NOON + timedelta(hours=2))
    moved(ticket, aki, Event.CLOSE, NOON + timedelta(hours=3))
    count_day(day=DAY, now=LATER)
    assert sums() == {"opened": 1, "solved": 2, "reopened": 1, "replies": 1, "replies_to_solved": 2}


def test_the_backlog_is_what_was_open_when_the_day_ended_by_age(aki: User) -> None:
    ticket = solved(aki)  # reopened the next day, and solved again the day after
    moved(ticket, aki, Event.REOPEN, NOON + timedelta(days=1))
    moved(ticket, aki, Event.SOLVE, NOON + timedelta(days=2))
    open_ticket(now=NOON - timedelta(days=5))
    assert backlog(DAY) == {2: 1}
    assert backlog(DAY + timedelta(days=1)) == {1: 1, 2: 1}
    assert backlog(DAY + timedelta(days=2)) == {3: 1}
    assert backlog(DAY - timedelta(days=6)) == {}


def test_an_answer_of_a_customer_counts_for_who_did_the_work(aki: User) -> None:
    mio = cast.staff(name="mio")
    Rating.objects.create(ticket=solved(aki), email="a@example.com", agent=mio, score="bad", rated_at=NOON)
    Rating.objects.create(ticket=solved(aki), email="b@example.com", agent=aki, score="good", rated_at=NOON)
    Rating.objects.create(ticket=solved(aki), email="c@example.com", agent=aki)
    count_day(day=DAY, now=LATER)
    assert sums(agent=mio.pk) == {"rated_bad": 1}
    assert sums(agent=aki.pk)["rated_good"] == 1


def test_reports_under_the_law_are_not_in_it(aki: User) -> None:
    ticket = open_ticket(now=NOON, rule="compliance", topic_kind="compliance")
    actions.reply(ticket=ticket, author=aki, body="x", now=NOON)
    count_day(day=DAY, now=LATER)
    assert (DayFigures.objects.count(), DayTimes.objects.count()) == (0, 0)


def test_the_day_is_the_one_where_the_site_is(settings: object) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    open_ticket(now=datetime(2026, 11, 18, 14, 59, tzinfo=UTC))
    open_ticket(now=datetime(2026, 11, 18, 15, tzinfo=UTC))
    for day in (DAY, DAY + timedelta(days=1)):
        count_day(day=day, now=LATER)
        assert sums(day) == {"opened": 1}


def test_counting_again_takes_the_place_of_what_was_counted(aki: User) -> None:
    ticket = solved(aki)
    count_day(day=DAY, now=LATER)
    before = sums()
    count_day(day=DAY, now=LATER)
    assert sums() == before
    Ticket.objects.filter(pk=ticket.pk).update(assignee=None)
    count_day(day=DAY, now=LATER)
    assert sums(agent=aki.pk) == {"replies": 1}


def test_what_is_deleted_after_the_day_has_closed_stays_counted(aki: User) -> None:
    solved(aki)
    count_due(now=LATER)
    much_later = LATER + timedelta(days=30)
    count_day(day=DAY, now=much_later)
    Ticket.objects.all().delete()
    open_ticket(now=NOON - timedelta(days=1))
    count_due(now=much_later + timedelta(days=1))
    assert sums()["solved"] == 1


def test_a_long_past_is_counted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tickets.reporting.actions.AT_ONCE", 3)
    assert count_due(now=NOON) == 0
    open_ticket(now=NOON - timedelta(days=3))
    assert [count_due(now=NOON), count_due(now=NOON)] == [3, 1]
    assert count_due(now=NOON) == 0


def test_the_command_goes_on_where_it_was_stopped() -> None:
    open_ticket(now=NOON - timedelta(days=2))
    days = count_again(since=None, until=None, now=NOON)
    assert next(days) == DAY
    del days
    assert list(count_again(since=None, until=None, now=NOON)) == [DAY - timedelta(days=1), DAY - timedelta(days=2)]
    assert list(count_again(since=None, until=None, now=NOON)) == []
    assert list(count_again(since=DAY, until=None, now=NOON, anew=True)) == [DAY]
    out, said = StringIO(), StringIO()
    call_command("count_figures", "--since", str(DAY), "--until", str(DAY), "--again", stdout=out, stderr=said)
    assert (out.getvalue(), said.getvalue()) == ("Days counted: 1.\n", f"{DAY} counted (1)\n")


def test_clocks_that_ended_are_counted_where_they_are_kept(aki: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = solved(aki)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tickets_slaresult CASCADE")
        cursor.execute("CREATE TABLE tickets_slaresult (ticket_id bigint, met boolean, ended_at timestamptz)")
        cursor.executemany(
            "INSERT INTO tickets_slaresult (ticket_id, met, ended_at) VALUES (%s, %s, %s)",
            [(ticket.pk, True, NOON), (ticket.pk, False, NOON), (ticket.pk, True, NOON + timedelta(days=1))],
        )
    monkeypatch.setitem(apps.all_models["tickets"], "slaresult", Rating)
    count_day(day=DAY, now=LATER)
    row = DayFigures.objects.get(day=DAY, agent=aki.pk)
    assert (row.kept, row.missed) == (1, 1)
    assert DayCounted.objects.get(day=DAY).counted_at == LATER
