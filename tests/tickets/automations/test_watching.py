"""What comes by the clock: once for each stretch of time, from when it was switched on, by an index."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.automations.making import automation
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.actions.snoozing import wake_due
from tickets.automations.actions import switched_on, watch, watching
from tickets.models import AutomationRun, Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_ticket_that_waits_for_us_so_long_is_noted_once():
    automation(trigger="unanswered", hours=4, steps=[("tag", "late")])
    ticket = open_ticket()
    at = ticket.created_at
    assert watch(now=at + 3.9 * HOUR) == 0
    assert watch(now=at + 4.1 * HOUR) == 1
    assert watch(now=at + 4.2 * HOUR) == 0
    assert ticket.tagged.get().tag.name == "late"


def test_the_next_wait_is_another_stretch(aki):
    automation(trigger="unanswered", hours=4, steps=[("note", "Late.")])
    ticket = open_ticket()
    assert watch(now=ticket.created_at + 5 * HOUR) == 1
    actions.reply(ticket=ticket, author=aki, body="Try it.", now=ticket.created_at + 6 * HOUR)
    assert watch(now=ticket.created_at + 20 * HOUR) == 0
    again = ticket.created_at + 21 * HOUR
    actions.add_customer_message(ticket=ticket, body="It didn't help.", channel="email", now=again)
    assert watch(now=again + 5 * HOUR) == 1
    assert AutomationRun.objects.count() == 2


def test_what_was_put_off_counts_from_when_it_waited(aki):
    automation(trigger="unanswered", hours=4, steps=[("tag", "late")])
    ticket = open_ticket()
    at = ticket.created_at
    actions.snooze(ticket=ticket, author=aki, until=at + 10 * HOUR, now=at)
    assert watch(now=at + 5 * HOUR) == 0
    assert wake_due(now=at + 10.1 * HOUR) == 1
    assert watch(now=at + 10.2 * HOUR) == 1


def test_a_ticket_for_which_it_holds_only_later_is_not_forgotten(aki):
    automation(trigger="unanswered", hours=4, conditions=[("priority", 40)], steps=[("tag", "late")])
    ticket = open_ticket()
    assert watch(now=timezone.now() + 5 * HOUR) == 0
    actions.set_priority(ticket=ticket, author=aki, priority=Ticket.Priority.URGENT)
    Ticket.objects.update(updated_at=timezone.now() + 6 * HOUR)
    assert watch(now=timezone.now() + 7 * HOUR) == 1


def test_it_begins_with_what_becomes_due_after_it_was_switched_on():
    made = automation(trigger="unanswered", hours=4, is_on=False, steps=[("tag", "late")])
    ticket = open_ticket()
    switched_on(automation=made, now=ticket.created_at + 9 * HOUR)
    assert watch(now=ticket.created_at + 10 * HOUR) == 0
    assert not AutomationRun.objects.exists()


def test_a_quiet_ticket_is_found_once_though_the_automation_touches_it(aki):
    automation(trigger="quiet", hours=24, conditions=[("status", "pending")], steps=[("note", "Ask again?")])
    ticket = open_ticket()
    actions.change_status(ticket=ticket, author=aki, event=Event.WAIT_FOR_CUSTOMER)
    begin = timezone.now()
    assert watch(now=begin + 23 * HOUR) == 0
    assert watch(now=begin + 25 * HOUR) == 1
    assert watch(now=begin + 60 * HOUR) == 0
    actions.add_customer_message(ticket=ticket, body="Still there.", channel="email", now=begin + 61 * HOUR)
    assert watch(now=begin + 90 * HOUR) == 0


def test_more_than_a_batch_goes_on_in_the_next_run(monkeypatch):
    monkeypatch.setattr(watching, "MOST", 2)
    automation(trigger="unanswered", hours=1, steps=[("tag", "late")])
    begin = timezone.now()
    for number in range(5):
        open_ticket(now=begin + timedelta(minutes=number))
    acted = [watch(now=begin + 3 * HOUR) for _run in range(5)]
    assert (sum(acted), max(acted)) == (5, 2)


def test_as_many_questions_for_many_as_for_few(django_assert_num_queries):
    automation(trigger="unanswered", hours=1, conditions=[("plan", "max")], steps=[("tag", "late")])
    for _number in range(3):
        open_ticket()
    with django_assert_num_queries(10):
        watch(now=timezone.now() + 2 * HOUR)
    for _number in range(5):
        open_ticket(now=timezone.now() + 2.5 * HOUR)
    with django_assert_num_queries(10):
        watch(now=timezone.now() + 4 * HOUR)
