"""What staff, or a link sent to staff, can put into the desk's addresses: nothing of it is an error of ours."""

import pytest

from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Ticket

LIST = "/admin/tickets/ticket/"


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?q=%FF",
        "?q=" + "word+" * 60,
        "?q=%25",
        "?q=_",
        "?q='",
        "?assignee=%C2%B2",
        "?assignee=" + "9" * 5000,
        "?assignee=99999999999999999999",
        "?assignee=-1",
        "?rule=%00",
        "?rule=nonsense",
        "?locale=%00",
        "?locale=tlh",
        "?view=%00",
        "?topic=%00",
        "?status__exact=%00",
        "?p=999",
        "?p=x",
    ],
)
def test_a_strange_query_shows_a_list(agent, ticket, query):
    assert agent.get(LIST + query).status_code == 200


@pytest.mark.parametrize("query", ["?created_at__gte=x", "?nonsense=1", "?status__exact__x=1"])
def test_a_query_that_names_no_filter_begins_anew(agent, ticket, query):
    assert agent.get(LIST + query)["Location"] == f"{LIST}?e=1"


@pytest.mark.parametrize("sign", ["%25", "_", "\\", "%25%25", "__"])
def test_signs_that_mean_something_to_the_database_mean_nothing(agent, sign):
    found = open_ticket(subject="100 % _ of \\")
    open_ticket(subject="Nothing special", body="words", requester_email="x@example.com")
    assert list(agent.get(f"{LIST}?q=100 {sign}").context["cl"].result_list) == [found]
    assert list(agent.get(f"{LIST}?q={sign}").context["cl"].result_list) == []


@pytest.mark.parametrize("reference", ["%00", "HC-7K3M-9Q2", "hc-7k3m-9q2x", "1", "HC-0000-0000", "HC-7K3M-9Q2X%0A"])
def test_an_address_that_no_ticket_can_have_is_not_found(agent, reference):
    assert agent.get(f"{LIST}{reference}/change/").status_code == 404


@pytest.mark.parametrize("verb", ["write", "status", "assign", "priority", "proof"])
def test_nothing_is_changed_at_such_an_address(agent, verb):
    assert agent.post(f"{LIST}%00/{verb}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "incomingemail/99999999999999999999999/change/",
        "incomingemail/99999999999999999999999/raw/",
        "incomingemail/99999999999999999999999/attachments/0/",
        "outgoingemail/99999999999999999999999/change/",
    ],
)
def test_a_number_beyond_the_database_is_not_found(agent, address):
    assert agent.get(f"/admin/tickets/{address}").status_code in {302, 404}


@pytest.mark.parametrize("verb", ["join", "discard"])
def test_a_mail_beyond_the_database_is_not_changed(agent, verb):
    assert agent.post(f"/admin/tickets/incomingemail/99999999999999999999999/{verb}/").status_code == 404


@pytest.mark.parametrize("seen", ["²", "9" * 5000, "-1", "x", "", "\x00", "²-²", "1-1-1", "9" * 18 + "-1"])
def test_what_the_page_had_seen_may_be_anything(agent, ticket, seen):
    answer = agent.post(f"{LIST}{ticket.reference}/write/", {"seen": seen, "body": "Typed", "mode": "nonsense"})
    assert answer.status_code == 422
    assert "Typed" in answer.content.decode()
    assert not any(entry.is_fresh for entry in answer.context["thread"])


def test_what_the_page_had_not_seen_is_marked(agent, ticket):
    seen = f"{ticket.messages.last().pk}-0"
    newer = actions.add_customer_message(ticket=ticket, body="And another thing", channel="messenger")
    answer = agent.post(f"{LIST}{ticket.reference}/write/", {"seen": seen, "body": "Typed", "mode": "reply"})
    assert answer.status_code == 422
    assert [entry.message for entry in answer.context["thread"] if entry.is_fresh] == [newer]


@pytest.mark.parametrize("version", ["0", "-1", "x", "", "1.5", "9" * 30])
def test_a_version_that_no_page_had_changes_nothing(agent, ticket, version):
    form = {"mode": "reply", "then": "pending", "body": "Hello", "version": version}
    assert agent.post(f"{LIST}{ticket.reference}/write/", form).status_code in {409, 422}
    assert agent.post(f"{LIST}{ticket.reference}/status/", {"event": "solve", "version": version}).status_code in {
        409,
        422,
    }
    assert Ticket.objects.get().version == 1


@pytest.mark.parametrize("length", [20_000, 20_001])
def test_a_reply_has_room_for_twenty_thousand_letters(agent, ticket, length):
    form = {"mode": "note", "then": "note", "body": "x" * length, "version": 1}
    answer = agent.post(f"{LIST}{ticket.reference}/write/", form)
    assert answer.status_code == (302 if length == 20_000 else 422)
    assert ticket.messages.filter(kind="note").exists() is (length == 20_000)
