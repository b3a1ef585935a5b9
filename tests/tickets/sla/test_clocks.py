"""A ticket's clocks: begun, stopped and ended by what happens to it, all through the actions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from tests.tickets.conftest import open_ticket
from tests.tickets.sla.conftest import berlin, clocks, office, policy, results
from tickets import actions
from tickets.models import Priority, SlaClock, SlaNotice, SlaResult
from tickets.replies import actions as replies
from tickets.sla import watch_actions
from tickets.workflow import Event

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 26, 10, tzinfo=UTC)
TEN_SECONDS = timedelta(seconds=10)


@pytest.fixture
def now(monkeypatch):
    """The clock of the actions that ask it themselves: `now.at` is what it shows."""

    class Clock:
        at = START

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.at)
    return Clock


def reply(ticket, author, at, **more):
    ticket.refresh_from_db()
    return replies.send_reply(
        ticket=ticket,
        author=author,
        body="Here it is.",
        solve=more.pop("solve", False),
        expected_version=ticket.version,
        now=at,
        **more,
    )


def written(ticket, at):
    message = actions.add_customer_message(ticket=ticket, body="And now?", channel="email", now=at)
    ticket.refresh_from_db()
    return message


def move(ticket, author, event, now, at):
    now.at = at
    actions.change_status(ticket=ticket, author=author, event=event)
    ticket.refresh_from_db()


def due(ticket):
    ticket.refresh_from_db()
    return ticket.due_at, ticket.warn_at


def test_without_a_policy_nothing_is_due(ticket):
    assert due(ticket) == (None, None)
    assert not SlaClock.objects.exists()


def test_a_new_ticket_is_due_by_its_next_clock(db):
    policy(warn_percent=50)
    ticket = open_ticket(now=START)
    assert due(ticket) == (START + 4 * HOUR, START + 2 * HOUR)
    assert clocks(ticket) == {"first_response": START + 4 * HOUR, "resolution": START + 48 * HOUR}


def test_only_what_has_a_target_is_measured(aki):
    policy(first_response=None, next_response=None)
    ticket = open_ticket(now=START)
    assert clocks(ticket) == {"resolution": START + 48 * HOUR}
    reply(ticket, aki, START + HOUR)
    assert results(ticket) == []


def test_an_answer_ends_the_first_clock_and_the_rest_waits_for_the_customer(aki):
    policy()
    ticket = open_ticket(now=START)
    reply(ticket, aki, START + 3 * HOUR)
    assert clocks(ticket) == {"resolution": "pending"}
    assert due(ticket) == (None, None)
    assert results(ticket) == [("first_response", 180, True)]
    assert SlaClock.objects.get().left_minutes == 45 * 60


def test_what_the_customer_writes_then_begins_the_next_one_and_the_time_of_waiting_is_nobodys(aki):
    policy()
    ticket = open_ticket(now=START)
    reply(ticket, aki, START + 3 * HOUR)
    written(ticket, START + 20 * HOUR)
    assert clocks(ticket) == {"next_response": START + 28 * HOUR, "resolution": START + 65 * HOUR}
    written(ticket, START + 22 * HOUR)
    assert clocks(ticket)["next_response"] == START + 28 * HOUR
    reply(ticket, aki, START + 29 * HOUR, solve=True)
    assert results(ticket) == [("first_response", 180, True), ("next_response", 540, False), ("resolution", 720, True)]
    assert clocks(ticket) == {}
    assert due(ticket) == (None, None)


def test_where_the_policy_says_so_waiting_for_the_customer_stops_nothing(aki, now):
    policy(pauses_pending=False, pauses_on_hold=True)
    ticket = open_ticket(now=START)
    move(ticket, aki, Event.WAIT_FOR_CUSTOMER, now, START + HOUR)
    assert clocks(ticket)["first_response"] == START + 4 * HOUR
    move(ticket, aki, Event.HOLD, now, START + 2 * HOUR)
    assert clocks(ticket) == {"first_response": "on_hold", "resolution": "on_hold"}
    move(ticket, aki, Event.REOPEN, now, START + 12 * HOUR)
    assert clocks(ticket)["first_response"] == START + 14 * HOUR


def test_a_clock_that_ran_out_stays_overdue_while_it_stands_still(aki, now):
    policy(pauses_on_hold=True)
    ticket = open_ticket(now=START)
    move(ticket, aki, Event.HOLD, now, START + 5 * HOUR)
    assert due(ticket)[0] == START + 4 * HOUR


def test_a_reply_taken_back_puts_the_clocks_back(aki):
    policy()
    ticket = open_ticket(now=START)
    before = clocks(ticket)
    message = reply(ticket, aki, START + 3 * HOUR, wait=TEN_SECONDS, solve=True)
    assert [kind for kind, *_rest in results(ticket)] == ["first_response", "resolution"]
    replies.take_back(message=message, author=aki, now=START + 3 * HOUR + TEN_SECONDS / 2)
    assert clocks(ticket) == before
    assert results(ticket) == []
    assert due(ticket)[0] == START + 4 * HOUR


def test_staff_who_open_a_solved_ticket_again_go_on_with_its_clock(aki, now):
    policy()
    ticket = open_ticket(now=START)
    reply(ticket, aki, START + HOUR, solve=True)
    move(ticket, aki, Event.REOPEN, now, START + 11 * HOUR)
    assert clocks(ticket) == {"resolution": START + 58 * HOUR}
    assert results(ticket) == [("first_response", 60, True)]
    move(ticket, aki, Event.SOLVE, now, START + 12 * HOUR)
    assert results(ticket)[-1] == ("resolution", 120, True)


def test_a_customer_who_writes_after_the_end_begins_anew_and_the_result_stays(aki):
    policy()
    ticket = open_ticket(now=START)
    reply(ticket, aki, START + HOUR, solve=True)
    written(ticket, START + 100 * HOUR)
    assert clocks(ticket) == {"next_response": START + 108 * HOUR, "resolution": START + 148 * HOUR}
    assert results(ticket) == [("first_response", 60, True), ("resolution", 60, True)]


@pytest.mark.parametrize(("hours", "counted"), [(1, []), (5, [("first_response", 300, False)])])
def test_whoever_is_solved_without_an_answer_counts_only_when_that_was_late(aki, now, hours, counted):
    policy()
    ticket = open_ticket(now=START)
    move(ticket, aki, Event.SOLVE, now, START + hours * HOUR)
    assert [each for each in results(ticket) if each[0] != "resolution"] == counted


def test_another_priority_is_another_promise(aki, now):
    policy(order=1, priorities=[Priority.URGENT], first_response=30, resolution=None)
    policy(order=2)
    ticket = open_ticket(now=START)
    now.at = START + HOUR / 2
    actions.set_priority(ticket=ticket, author=aki, priority=Priority.URGENT)
    assert clocks(ticket) == {"first_response": START + HOUR / 2}
    actions.set_priority(ticket=ticket, author=aki, priority=Priority.NORMAL)
    assert clocks(ticket)["first_response"] == START + 4 * HOUR


def test_another_language_may_be_another_promise(db):
    policy(languages=["ja"])
    ticket = open_ticket(now=START)
    actions.set_language(ticket=ticket, locale="ja", now=START + HOUR)
    assert due(ticket)[0] == START + 4 * HOUR


def test_a_ticket_is_measured_by_the_hours_of_its_team_unless_the_policy_has_some(aki):
    team = Group.objects.create(name="Billing")
    office(teams=[team])
    row = policy()
    ticket = open_ticket(now=berlin("2026-11-27T16:00"))
    actions.set_team(ticket=ticket, author=aki, team=team)
    assert clocks(ticket)["first_response"] == berlin("2026-11-30T12:00")
    row.hours = office(name="Tokyo", zone="Asia/Tokyo")
    row.save()
    actions.set_team(ticket=ticket, author=aki, team=None)
    assert clocks(ticket)["first_response"] == berlin("2026-11-30T05:00")


def test_hours_in_which_nobody_works_make_nothing_due(db):
    empty = office()
    empty.spans.all().delete()
    policy(hours=empty)
    ticket = open_ticket(now=START)
    assert clocks(ticket) == {"first_response": "no_hours", "resolution": "no_hours"}


def test_a_report_under_the_law_has_clocks_of_the_law_alone(db):
    policy()
    assert clocks(open_ticket(rule="compliance", reason="compliance", now=START)) == {}


def test_putting_a_ticket_off_stops_no_clock(aki):
    policy()
    ticket = open_ticket(now=START)
    actions.snooze(ticket=ticket, author=aki, until=START + 30 * HOUR, now=START + HOUR)
    assert due(ticket)[0] == START + 4 * HOUR


def test_a_weekend_on_which_the_clocks_change_end_to_end(aki):
    """Written on Friday, due on Monday; the night between has an hour less, and that is nobody's."""
    policy(hours=office(), first_response=4 * 60, resolution=10 * 60)
    ticket = open_ticket(now=berlin("2026-03-27T15:00"))
    monday = berlin("2026-03-30T11:00")
    assert due(ticket) == (monday, berlin("2026-03-30T10:00"))
    assert monday - berlin("2026-03-27T15:00").astimezone(UTC) == 67 * HOUR
    assert watch_actions.notice(now=berlin("2026-03-30T09:59")) == 0
    assert watch_actions.notice(now=berlin("2026-03-30T10:00")) == 1
    assert watch_actions.notice(now=monday) == 0
    assert watch_actions.notice(now=monday + TEN_SECONDS) == 1
    reply(ticket, aki, berlin("2026-03-30T11:30"))
    assert results(ticket) == [("first_response", 270, False)]
    assert list(ticket.events.filter(kind="sla_breached").values_list("arguments", flat=True)) == [
        {"clock": "first_response", "due": "2026-03-30T09:00:00+00:00"}
    ]
    assert list(SlaNotice.objects.values_list("what", flat=True)) == ["warning", "breach"]
    assert SlaResult.objects.get().agent == aki
