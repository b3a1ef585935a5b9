"""The pages on which staff merge two tickets and take that back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.test_workspace import address, page_of
from tickets import actions
from tickets.models import Merge
from tickets.models.merges import UNDO_FOR
from tickets.workflow import Event


@pytest.fixture
def other(db):
    """A second ticket of the same person."""
    return open_ticket(subject="Still missing", body="Still no button!")


def look(browser, ticket, **query):
    return browser.get(address(ticket, "merge"), query)


def do(browser, ticket, into, **form):
    return browser.post(address(ticket, "merge"), {"into": into.reference, **form})


def test_the_persons_own_open_tickets_are_offered(agent, ticket, other):
    closed = open_ticket(subject="Long ago")
    actions.change_status(ticket=closed, author=agent.user, event=Event.CLOSE)
    stranger = open_ticket(requester_email="ben@example.com")
    for _number in range(5):
        open_ticket()
    page = look(agent, ticket).content.decode()
    assert page.count('name="chosen"') == 5
    assert not any(each.reference in page for each in (closed, stranger))
    assert f'value="{ticket.reference}"' not in page


def test_it_says_what_will_happen_and_nothing_has(agent, ticket, other):
    actions.add_participant(ticket=other, name="", email="cara@example.com")
    page = look(agent, other, chosen=ticket.reference).content.decode()
    for words in ("1 message goes over to", "is closed. What is answered", "cara@example.com", "For a day"):
        assert words in page
    assert "two different people" not in page
    assert not Merge.objects.exists()


def test_a_reference_is_typed_as_people_type_it(agent, ticket, other):
    assert ticket.subject in look(agent, other, into=f" {ticket.reference.lower()} ").content.decode()


@pytest.mark.parametrize("typed", ["HC-2222-2222", "", "x" * 41, "a\0b"])
def test_one_that_isnt_there_is_said_beside_what_was_typed(agent, ticket, typed):
    page = look(agent, ticket, into=typed)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_a_report_isnt_there_for_who_handles_none(agent, ticket):
    hidden = open_ticket(rule="compliance", topic_kind="compliance", subject="Hidden")
    page = look(agent, ticket, into=hidden.reference)
    assert (page.status_code, "Hidden" in page.content.decode()) == (422, False)
    assert do(agent, ticket, hidden).status_code == 422


def test_merged_it_leads_to_the_other_and_each_names_the_other(agent, ticket, other):
    done = do(agent, other, ticket, tell="on")
    assert done["Location"] == f"{address(ticket)}#merged"
    assert f"{other.reference} is merged into {ticket.reference}." in (page := page_of(agent, ticket))
    assert "Still no button!" in page
    assert ">Undo the merge<" in page
    assert "Merged into" in (left := page_of(agent, other))
    assert address(ticket) in left
    assert ticket.emails.filter(kind="notice").count() == 1


def test_two_people_take_a_tick(agent, ticket):
    bens = open_ticket(requester_email="ben@example.com", requester_name="Ben")
    page = look(agent, bens, into=ticket.reference).content.decode()
    assert "These are two different people." in page
    assert "Nobody has shown yet that they read mail at ben@example.com" in page
    refused = do(agent, bens, ticket, tell="on")
    assert refused.status_code == 409
    assert "Confirm that both people will read everything." in (shown := refused.content.decode())
    assert 'name="tell" value="on" checked' in shown
    assert do(agent, bens, ticket, confirmed="on").status_code == 302


def test_what_a_rule_keeps_apart_has_no_button(agent, ticket, other):
    actions.hold(ticket=other, author=agent.user, held=True)
    page = look(agent, other, into=ticket.reference).content.decode()
    assert "under a legal hold" in page
    assert "Merge into HC" not in page
    assert do(agent, other, ticket).status_code == 409


def test_a_second_press_leads_to_what_the_first_one_did(agent, ticket, other):
    do(agent, other, ticket)
    again = do(agent, other, ticket)
    assert (again.status_code, again["Location"], Merge.objects.count()) == (302, f"{address(ticket)}#merged", 1)
    assert f"That was merged into {ticket.reference} before." in page_of(agent, ticket)


def test_who_comes_back_to_the_page_of_a_merge_is_led_to_what_it_did(agent, ticket, other):
    do(agent, other, ticket)
    for query in ({}, {"into": ticket.reference}):
        again = look(agent, other, **query)
        assert (again.status_code, again["Location"]) == (302, f"{address(ticket)}#merged")


def test_into_a_third_one_is_refused(agent, ticket, other):
    do(agent, other, ticket)
    again = do(agent, other, open_ticket())
    assert (again.status_code, Merge.objects.count()) == (409, 1)
    assert "A closed or merged ticket" in again.content.decode()


def test_the_press_of_an_old_page_after_it_was_taken_back_merges_anew(agent, ticket, other):
    do(agent, other, ticket)
    agent.post(address(ticket, "unmerge"), {"merge": Merge.objects.get().pk})
    assert do(agent, other, ticket).status_code == 302
    assert Merge.objects.standing().count() == 1


@pytest.mark.parametrize("from_source", [True, False])
def test_it_is_taken_back_from_either_page(agent, ticket, other, from_source):
    do(agent, other, ticket)
    where = other if from_source else ticket
    undone = agent.post(address(where, "unmerge"), {"merge": Merge.objects.get().pk})
    assert undone["Location"] == f"{address(where)}#latest"
    assert "are two tickets again." in page_of(agent, where)
    assert other.messages.count() == ticket.messages.count() == 1


def test_a_day_later_the_button_is_gone_and_an_old_page_is_told_why(agent, ticket, other):
    do(agent, other, ticket)
    Merge.objects.update(made_at=timezone.now() - UNDO_FOR - timedelta(minutes=1))
    assert ">Undo the merge<" not in page_of(agent, ticket)
    late = agent.post(address(ticket, "unmerge"), {"merge": Merge.objects.get().pk})
    assert (late.status_code, "can be taken back for a day" in late.content.decode()) == (409, True)


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30, "²"])
def test_a_merge_of_other_tickets_is_none_of_this_one(agent, ticket, other, key):
    do(agent, other, ticket)
    third = open_ticket()
    assert agent.post(address(ticket, "unmerge"), {"merge": key}).status_code == 404
    assert agent.post(address(third, "unmerge"), {"merge": Merge.objects.get().pk}).status_code == 404


def test_who_may_only_read_merges_nothing(ticket, other):
    reader = cast.staff_browser(name="rita", groups=("readers",))
    assert look(reader, other).status_code == 403
    assert do(reader, other, ticket).status_code == 403
    assert "Merge into another ticket" not in page_of(reader, other)


def test_a_page_asks_as_much_with_many_merges_as_with_one(agent, ticket, other):
    do(agent, other, ticket)
    page_of(agent, ticket)
    with CaptureQueriesContext(connection) as once:
        page_of(agent, ticket)
    for _number in range(3):
        do(agent, open_ticket(), ticket)
    page_of(agent, ticket)
    with CaptureQueriesContext(connection) as often:
        page_of(agent, ticket)
    assert len(often) == len(once)


def test_only_the_newest_of_several_has_the_button(agent, ticket, other):
    last = open_ticket()
    for each in (other, last):
        do(agent, each, ticket)
    assert page_of(agent, ticket).count(">Undo the merge<") == page_of(agent, last).count(">Undo the merge<") == 1
    assert ">Undo the merge<" not in page_of(agent, other)
    refused = agent.post(address(other, "unmerge"), {"merge": Merge.objects.earliest("pk").pk})
    assert (refused.status_code, "Take that back first." in refused.content.decode()) == (409, True)
