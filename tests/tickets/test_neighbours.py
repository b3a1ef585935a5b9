"""From one ticket to the next: in the queue's order, each once, also among those that came at the same moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def page(agent, ticket):
    return agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").context


def walk(agent, ticket, way):
    """The tickets on the way from this one, as far as it goes."""
    found = []
    while (reference := page(agent, ticket)[way]) and reference not in [each.reference for each in found]:
        found.append(ticket := Ticket.objects.get(reference=reference))
    return found


def test_tickets_of_one_moment_are_each_passed_once(agent):
    for _number in range(4):
        open_ticket(now=NOW)
    queue = list(Ticket.objects.longest_waiting_first())
    assert walk(agent, queue[0], "following") == queue[1:]
    assert walk(agent, queue[-1], "preceding") == queue[-2::-1]


def test_the_way_leads_through_all_moments_in_the_lists_order(agent):
    for minutes in (5, 0, 5, 9, 0):
        open_ticket(now=NOW - timedelta(minutes=minutes))
    queue = list(Ticket.objects.longest_waiting_first())
    assert [queue[0], *walk(agent, queue[0], "following")] == queue
    assert [*walk(agent, queue[-1], "preceding")][::-1] == queue[:-1]


def test_among_tickets_of_one_moment_the_one_changed_last_comes_first(agent):
    older, newer = open_ticket(now=NOW), open_ticket(now=NOW)
    actions.add_note(ticket=older, author=agent.user, body="Looked into it")
    assert page(agent, older)["following"] == newer.reference
    assert page(agent, newer)["preceding"] == older.reference
    assert page(agent, newer)["following"] == ""


def test_tickets_that_wait_for_nobody_are_left_out(agent):
    first, pending, last = (open_ticket(now=NOW - timedelta(minutes=minutes)) for minutes in (9, 5, 1))
    actions.change_status(ticket=pending, author=agent.user, event=Event.WAIT_FOR_CUSTOMER)
    assert page(agent, first)["following"] == last.reference
    assert page(agent, last)["preceding"] == first.reference


def test_from_outside_the_queue_one_goes_to_its_beginning(agent):
    first, done = open_ticket(now=NOW - timedelta(minutes=9)), open_ticket(now=NOW)
    actions.change_status(ticket=done, author=agent.user, event=Event.SOLVE)
    assert (page(agent, done)["following"], page(agent, done)["preceding"]) == (first.reference, "")


def test_the_only_ticket_leads_nowhere(agent, ticket):
    context = page(agent, ticket)
    assert (context["following"], context["preceding"]) == ("", "")
