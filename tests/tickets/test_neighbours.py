"""From one ticket to the next: in the queue's order, each once, also among those that came at the same moment."""

import html
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LIST = "/admin/tickets/ticket/"


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


def come_to(agent, ticket, query):
    """The ticket's page as a link of the list with this query leads to it."""
    found = agent.get(f"{LIST}?{query}").content.decode()
    link = re.search(rf'href="([^"]*{ticket.reference}/change/[^"]*)"', found)
    return html.unescape(link[1])


def way(agent, address):
    context = agent.get(address).context
    return context["preceding"], context["following"]


def test_from_a_list_one_goes_through_that_list(agent):
    mine, others = [open_ticket(now=NOW - timedelta(minutes=9 - n)) for n in range(3)], open_ticket(now=NOW)
    for ticket in mine:
        actions.assign(ticket=ticket, author=agent.user, assignee=agent.user)
    first, second, third = (ticket.reference for ticket in mine)
    assert way(agent, come_to(agent, mine[0], "view=mine")) == ("", second)
    assert way(agent, come_to(agent, mine[1], "view=mine")) == (first, third)
    assert way(agent, come_to(agent, mine[2], "view=mine")) == (second, "")
    # From the queue it goes on to what is nobody's.
    assert way(agent, come_to(agent, mine[2], "")) == (second, others.reference)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("view=all&sort=newest", [3, 2, 1, 0]),
        ("view=all&sort=oldest", [0, 1, 2, 3]),
        ("view=all", [3, 2, 1, 0]),
        ("locale=ja", [1, 3]),
        ("view=all&q=gold", [2, 0]),
        ("priority__exact=30", [0, 3]),
        ("view=solved", []),
    ],
)
def test_the_way_is_the_lists_own(agent, query, wanted):
    tickets = [
        open_ticket(
            now=NOW - timedelta(minutes=9 - number),
            locale="ja" if number % 2 else "en",
            body="The gold button" if number % 2 == 0 else "Something else",
        )
        for number in range(4)
    ]
    Ticket.objects.filter(pk__in=[tickets[0].pk, tickets[3].pk]).update(priority=30)
    shown = [row.pk for row in agent.get(f"{LIST}?{query}").context["cl"].result_list]
    assert shown == [tickets[number].pk for number in wanted]
    here, references = wanted and come_to(agent, tickets[wanted[0]], query), []
    for _step in wanted:
        page = agent.get(here)
        references.append(page.context["ticket"].reference)
        here = (links := re.findall(r'rel="next"[^>]*href="([^"]+)"', page.content.decode())) and html.unescape(
            links[0]
        )
    assert references == [tickets[number].reference for number in wanted]
    assert not here


def test_who_stands_outside_the_list_comes_to_its_first_ticket(agent):
    first, second, away = (open_ticket(now=NOW - timedelta(minutes=minutes)) for minutes in (9, 5, 1))
    for ticket in (first, second, away):
        actions.assign(ticket=ticket, author=agent.user, assignee=agent.user)
    address = come_to(agent, away, "view=mine")
    actions.change_status(ticket=away, author=agent.user, event=Event.SOLVE)
    assert way(agent, address)[1] == first.reference


def test_what_is_done_on_the_page_keeps_the_list(agent, ticket):
    other = open_ticket(now=NOW)
    for each in (ticket, other):
        actions.assign(ticket=each, author=agent.user, assignee=agent.user)
    address = come_to(agent, ticket, "view=mine")
    home = f"http://help.localhost{address}"
    noted = agent.post(
        f"{LIST}{ticket.reference}/write/",
        {"mode": "note", "body": "Seen", "version": ticket.version},
        HTTP_REFERER=home,
    )
    assert noted.headers["Location"] == f"{address}#latest"
    assert agent.get(address).context["list_address"] == f"{LIST}?view=mine"
    # From a page without a list it stays without one.
    bare = agent.post(f"{LIST}{ticket.reference}/priority/", {"priority": "30"})
    assert "?" not in bare.headers["Location"]


def test_after_sending_the_next_is_that_of_the_list_and_the_end_is_the_list(agent):
    mine, elses = open_ticket(now=NOW - timedelta(minutes=5)), open_ticket(now=NOW)
    last = open_ticket(now=NOW - timedelta(minutes=1))
    for each in (mine, last):
        actions.assign(ticket=each, author=agent.user, assignee=agent.user)
    for ticket, then in (
        (mine, f"{LIST}{last.reference}/change/?list=view%3Dmine#latest"),
        (last, f"{LIST}?view=mine"),
    ):
        ticket.refresh_from_db()
        form = {"mode": "reply", "then": "solved", "body": "Done.", "version": ticket.version, "next": "on"}
        home = "http://help.localhost" + come_to(agent, ticket, "view=mine")
        sent = agent.post(f"{LIST}{ticket.reference}/write/", form, HTTP_REFERER=home)
        assert sent.headers["Location"] == then
    assert elses.reference


@pytest.mark.parametrize(
    "query",
    [
        *("created_at__gte=never", "created_at__gte=0001-01-01 00:00", "created_at__lt=2026-13-01T00:00Z"),
        *("priority__exact=x", "x" * 1001, "a=b&" * 60, "status__exact=%00", "q=gold%00"),
    ],
)
def test_a_list_that_means_nothing_is_the_queue(agent, ticket, query):
    other = open_ticket(now=NOW + timedelta(seconds=1))
    Ticket.objects.update(waiting_since=NOW)
    address = f"{LIST}{ticket.reference}/change/?{urlencode({'list': query})}"
    assert other.reference in way(agent, address)


def test_a_list_costs_no_query_more_than_the_queue(agent):
    tickets = [open_ticket(now=NOW - timedelta(minutes=n)) for n in range(3)]
    agent.get(f"{LIST}{tickets[0].reference}/change/")
    with CaptureQueriesContext(connection) as bare:
        agent.get(f"{LIST}{tickets[1].reference}/change/")
    with CaptureQueriesContext(connection) as listed:
        agent.get(f"{LIST}{tickets[1].reference}/change/?list=locale%3Den")
    assert len(listed) == len(bare)


def test_a_list_shows_nobody_what_they_may_not_see(ticket):
    Ticket.objects.filter(pk=open_ticket(now=NOW).pk).update(team=Group.objects.create(name="Billing"))
    few = cast.staff_browser(name="few", groups=())
    few.user.user_permissions.add(Permission.objects.get(codename="view_ticket"))
    assert way(few, f"{LIST}{ticket.reference}/change/?list=view%3Dall") == ("", "")
