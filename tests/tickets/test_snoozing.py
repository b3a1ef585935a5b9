"""Putting tickets off: what is offered, how they leave the queue, and what brings them back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.actions.snoozing import wake_due
from tickets.case_page.standing import nudge_time, touches_of
from tickets.forms import SnoozeForm
from tickets.models import Snooze, Ticket
from tickets.models.snoozes import snoozed, waits_from
from tickets.refusals import TicketRefusedError
from tickets.replies import actions as replies
from tickets.snoozing import is_possible, offers
from tickets.workflow import Event

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "zone", "offered"),
    [
        # A Thursday morning, and an evening on which nothing is later.
        (
            "2026-11-26T10:15:30",
            "Asia/Tokyo",
            {
                "later": "2026-11-26T13:15:00",
                "tomorrow": "2026-11-27T09:00:00",
                "monday": "2026-11-30T09:00:00",
                "week": "2026-12-03T09:00:00",
            },
        ),
        (
            "2026-11-26T15:30:00",
            "Asia/Tokyo",
            {"tomorrow": "2026-11-27T09:00:00", "monday": "2026-11-30T09:00:00", "week": "2026-12-03T09:00:00"},
        ),
        # On a Sunday tomorrow is Monday; on a Monday the next one is a week away.
        (
            "2026-11-29T20:00:00",
            "Europe/Berlin",
            {"tomorrow": "2026-11-30T09:00:00", "week": "2026-12-06T09:00:00"},
        ),
        (
            "2026-11-30T08:00:00",
            "Europe/Berlin",
            {"later": "2026-11-30T11:00:00", "tomorrow": "2026-12-01T09:00:00", "monday": "2026-12-07T09:00:00"},
        ),
    ],
)
def test_what_is_offered(now, zone, offered):
    found = offers(datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone)), ZoneInfo(zone))
    assert {str(offer.choice): offer.until.strftime("%Y-%m-%dT%H:%M:%S") for offer in found} == offered
    assert [offer.until for offer in found] == sorted(offer.until for offer in found)


@pytest.mark.parametrize(
    ("now", "hours"),
    [("2026-03-28T09:00:00+01:00", 23), ("2026-10-24T09:00:00+02:00", 25), ("2026-06-01T09:00:00+02:00", 24)],
)
def test_a_morning_is_that_of_the_wall_clock_however_long_the_night(now, hours):
    moment = datetime.fromisoformat(now)
    tomorrow = next(each for each in offers(moment, ZoneInfo("Europe/Berlin")) if each.choice == "tomorrow")
    assert tomorrow.until.astimezone(moment.tzinfo) - moment == hours * HOUR


@pytest.mark.parametrize(
    ("away", "possible"),
    [
        (timedelta(seconds=1), True),
        (timedelta(days=365), True),
        (timedelta(0), False),
        (-HOUR, False),
        (timedelta(days=366), False),
    ],
)
def test_a_time_is_to_come_and_within_reason(away, possible):
    now = datetime(2026, 11, 26, tzinfo=ZoneInfo("UTC"))
    assert is_possible(now + away, now) is possible


def put_off(ticket, author, **changes):
    now = timezone.now()
    return actions.snooze(ticket=ticket, author=author, **{"until": now + 5 * HOUR, "now": now} | changes)


def standing(ticket):
    ticket.refresh_from_db()
    return ticket.status, ticket.waiting_since


def kinds(ticket):
    return list(ticket.events.values_list("kind", flat=True))


def test_a_ticket_leaves_the_queue_and_comes_back_to_its_place(aki, db):
    now = timezone.now()
    old, young = (open_ticket(now=now - hours * HOUR) for hours in (4, 2))
    since, until = old.waiting_since, now + 5 * HOUR
    put_off(old, aki, until=until)
    assert list(Ticket.objects.waiting_for_us()) == [young]
    assert list(snoozed(Ticket.objects.all())) == [old]
    assert list(Ticket.objects.open().longest_waiting_first()) == [young, old]
    assert wake_due(now=until - timedelta(seconds=1)) == 0
    assert wake_due(now=until) == 1
    assert standing(old) == ("new", since)
    assert list(Ticket.objects.waiting_for_us().longest_waiting_first()) == [old, young]
    assert kinds(old) == ["snoozed", "woken"]
    assert not Snooze.objects.exists()


def test_one_that_waits_for_the_customer_opens_again_when_it_is_time(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.WAIT_FOR_CUSTOMER)
    until = put_off(ticket, aki).until
    assert standing(ticket) == ("pending", None)
    wake_due(now=until)
    assert standing(ticket) == ("open", until)
    assert kinds(ticket) == ["status", "snoozed", "woken", "status"]


def test_an_answer_brings_it_back(ticket, aki):
    since = ticket.waiting_since
    put_off(ticket, aki)
    actions.add_customer_message(ticket=ticket, body="Anybody?", channel="messenger")
    assert standing(ticket) == ("new", since)
    assert kinds(ticket) == ["snoozed", "woken"]


def test_an_answer_to_one_that_waited_for_it_opens_it_once(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.WAIT_FOR_CUSTOMER)
    put_off(ticket, aki)
    actions.add_customer_message(ticket=ticket, body="Here it is", channel="messenger")
    assert standing(ticket)[0] == "open"
    assert wake_due(now=timezone.now() + 9 * HOUR) == 0


@pytest.mark.parametrize("event", [Event.SOLVE, Event.CLOSE, Event.HOLD, Event.WAIT_FOR_CUSTOMER])
def test_any_other_move_ends_it(ticket, aki, event):
    since = ticket.waiting_since
    put_off(ticket, aki)
    actions.change_status(ticket=ticket, author=aki, event=event)
    assert standing(ticket)[1] == (since if event == Event.HOLD else None)
    assert not Snooze.objects.exists()


def test_a_reply_that_is_taken_back_leaves_it_at_its_place_in_the_queue(ticket, aki):
    since = ticket.waiting_since
    put_off(ticket, aki)
    ticket.refresh_from_db()
    message = replies.send_reply(
        ticket=ticket,
        author=aki,
        body="x",
        solve=False,
        expected_version=ticket.version,
        wait=HOUR,
        now=timezone.now(),
    )
    replies.take_back(message=message, author=aki, now=timezone.now())
    assert standing(ticket) == ("new", since)


def test_another_time_takes_the_place_of_the_first(ticket, aki):
    since = ticket.waiting_since
    put_off(ticket, aki)
    later = put_off(ticket, aki, until=timezone.now() + 9 * HOUR)
    assert (later.waited_since, standing(ticket)[1], Snooze.objects.count()) == (since, later.until, 1)


def test_by_hand_it_comes_back_as_it_was_and_only_once(ticket, aki):
    since = ticket.waiting_since
    put_off(ticket, aki)
    for _time in range(2):
        actions.wake(ticket=ticket, author=aki, now=timezone.now())
    assert standing(ticket) == ("new", since)
    assert kinds(ticket) == ["snoozed", "woken"]


@pytest.mark.parametrize("event", [Event.SOLVE, Event.CLOSE])
def test_what_is_finished_is_not_put_off(ticket, aki, event):
    actions.change_status(ticket=ticket, author=aki, event=event)
    with pytest.raises(TicketRefusedError, match="finished"):
        put_off(ticket, aki)


@pytest.mark.parametrize("away", [-HOUR, timedelta(days=400)])
def test_a_time_that_cannot_be_is_refused(ticket, aki, away):
    with pytest.raises(TicketRefusedError, match="no_time"):
        put_off(ticket, aki, until=timezone.now() + away)
    assert standing(ticket)[1] <= timezone.now()


def test_who_waits_may_say_so_although_it_was_put_off(ticket, aki, settings):
    settings.NUDGE_AGE = 3600
    since = ticket.waiting_since
    put_off(ticket, aki)
    ticket.refresh_from_db()
    assert waits_from(ticket, timezone.now()) == since
    assert nudge_time(ticket, touches_of(ticket)) < ticket.waiting_since


def test_one_that_cannot_come_back_keeps_no_other_asleep(aki, monkeypatch, db):
    broken, well = open_ticket(), open_ticket()
    for each in (broken, well):
        put_off(each, aki)
    real = Ticket.save

    def save(self, *arguments, **more):
        if self.pk == broken.pk:
            raise RuntimeError
        real(self, *arguments, **more)

    monkeypatch.setattr(Ticket, "save", save)
    assert wake_due(now=timezone.now() + 9 * HOUR) == 1
    assert [row.ticket for row in Snooze.objects.all()] == [broken]


# --- in the desk ---


def address(ticket, verb="change"):
    return f"/admin/tickets/ticket/{ticket.reference}/{verb}/"


def test_an_agent_puts_a_ticket_off_and_brings_it_back(agent, ticket):
    assert agent.post(address(ticket, "snooze"), {"choice": "week"}).status_code == 302
    page = agent.get(address(ticket)).content.decode()
    assert "snoozed until" in page
    assert "Bring it back" in page
    assert "waiting under a minute" not in page
    assert list(agent.get("/admin/tickets/ticket/?view=waiting").context["cl"].result_list) == []
    agent.post(address(ticket, "wake"))
    assert list(agent.get("/admin/tickets/ticket/?view=waiting").context["cl"].result_list) == [ticket]


def test_a_time_of_ones_own_is_read_on_ones_own_clock_and_counts_first():
    with timezone.override("Asia/Tokyo"):
        form = SnoozeForm({"at": "2026-11-27T07:00", "choice": "week"})
        assert form.is_valid()
        assert form.until(timezone.now()) == datetime(2026, 11, 26, 22, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    "form", [{}, {"choice": "never"}, {"at": "x"}, {"at": "2020-01-01T09:00"}, {"at": "9999-01-01T09:00"}]
)
def test_a_time_that_is_none_is_refused_on_the_page(agent, ticket, form):
    answer = agent.post(address(ticket, "snooze"), form)
    assert answer.status_code in {409, 422}
    assert "Choose a time that is still to come" in answer.content.decode()
    assert not Snooze.objects.exists()


def test_the_next_ticket_is_none_that_was_put_off(agent, aki):
    now = timezone.now()
    first, second = (open_ticket(now=now - hours * HOUR) for hours in (4, 2))
    put_off(second, aki)
    assert agent.get(address(first)).context["following"] == ""
    assert agent.get(address(second)).context["following"] == first.reference


@pytest.mark.parametrize("verb", ["snooze", "wake"])
def test_only_who_may_change_a_ticket_puts_it_off(editor, client, ticket, verb):
    assert editor.post(address(ticket, verb), {"choice": "week"}).status_code == 403
    assert client.post(address(ticket, verb))["Location"].startswith("/admin/login/")
    assert cast.staff_browser().get(address(ticket, verb)).status_code == 405
