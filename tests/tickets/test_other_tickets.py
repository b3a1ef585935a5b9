"""On a ticket's page: the person's other tickets, open and past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.desk import other_tickets as module
from tickets.desk.other_tickets import other_tickets
from tickets.models import Ticket

LIST = "/admin/tickets/ticket/"


def several(count, *, status="open", began=0, **changes):
    """The keys of tickets of one person, the newest last."""
    for number in range(began, began + count):
        now = timezone.now() - timedelta(hours=1000 - number)
        ticket = open_ticket(subject=f"Case {number}", now=now, **changes)
        waits, solved = (now, None) if status == "open" else (None, now)
        Ticket.objects.filter(pk=ticket.pk).update(status=status, waiting_since=waits, solved_at=solved)


@pytest.fixture
def reader(db):
    return cast.staff()


def subjects(of):
    return [row.subject for row in of.rows]


def test_open_and_past_ones_are_told_apart_newest_first_and_counted(reader):
    several(6)
    several(2, status="solved", began=6)
    several(1, status="closed", began=8)
    found = other_tickets(open_ticket(), reader)
    assert subjects(found.open) == ["Case 5", "Case 4", "Case 3", "Case 2", "Case 1"]
    assert subjects(found.past) == ["Case 8", "Case 7", "Case 6"]
    assert (found.open.count, found.past.count) == ("6", "3")


def test_it_is_one_question_and_counts_no_further_than_it_says(reader, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(module, "_COUNTED", 2)
    several(4, status="solved")
    ticket = open_ticket()
    reader.has_perm("tickets.view_ticket")
    with django_assert_num_queries(1):
        found = other_tickets(ticket, reader)
    assert (found.past.count, found.open.count, len(found.past.rows)) == ("2+", "0", 3)


def test_whoever_else_and_whoever_gave_no_address_has_none(reader):
    open_ticket(requester_email="somebody@example.com")
    assert not other_tickets(open_ticket(), reader)
    open_ticket(requester_email="")
    assert not other_tickets(open_ticket(requester_email=""), reader)


def test_a_report_shows_to_those_alone_who_handle_them(reader):
    open_ticket(rule="compliance", reason="compliance", topic_kind="compliance", subject="A report")
    ticket = open_ticket()
    assert not other_tickets(ticket, reader)
    officer = cast.staff(name="officer", groups=("compliance",))
    assert subjects(other_tickets(ticket, officer).open) == ["A report"]


def test_the_page_shows_both_and_leads_to_all_of_them(agent):
    person = {"requester_email": "o'hara+x@example.com"}
    several(1, status="solved", **person)
    ticket = open_ticket(subject="Now", **person)
    page = agent.get(f"{LIST}{ticket.reference}/change/").content.decode()
    assert "Solved and closed: 1" in page
    assert "Open: " not in page
    way = "?view=all&amp;q=from:o%27hara%2Bx%40example.com"
    assert f'href="{LIST}{way}"' in page
    rows = agent.get(LIST + way.replace("&amp;", "&")).content.decode()
    assert "Case 0" in rows
    assert "Now" in rows


def test_alone_a_ticket_has_no_such_list(agent, ticket):
    assert "Other tickets of this person" not in agent.get(f"{LIST}{ticket.reference}/change/").content.decode()
