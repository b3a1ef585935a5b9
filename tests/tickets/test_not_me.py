"""The notice to an account's own address, and what its link does."""

import re

import pytest
from django.utils import timezone

from tests import cast
from tickets import actions
from tickets.cases import Case, Line
from tickets.guards import Guarded
from tickets.models import Message, OutgoingEmail, Ticket, Topic
from tickets.refusals import TicketRefusedError
from tickets.workflow import Event

OWNER = "owner@example.com"
pytestmark = pytest.mark.django_db


def asked(*, account: str = OWNER, locale: str = "en") -> Ticket:
    """Somebody who can't log in has asked for the deletion of an account."""
    Topic.objects.get_or_create(slug="locked-out-deletion", kind="cant_log_in")
    case = Case(
        requester_name="Evil Name",
        requester_email="writer@example.com",
        locale=locale,
        subject="Evil subject",
        rule="locked_out",
        reason="locked_out.proof",
        topic="locked-out-deletion",
        topic_kind="cant_log_in",
        proof=(Line("Email", account, "account_email"),),
    )
    return actions.open_ticket(case=case, body="Buy at evil.example", now=timezone.now())


def link() -> str:
    notice = OutgoingEmail.objects.filter(kind="notice").latest("pk")
    found = re.search(r"http://\S+(/\S+/not-me/\S+)", notice.body)
    assert found
    return found[1]


def test_the_accounts_own_address_is_told_once_and_nothing_that_the_writer_typed() -> None:
    ticket = asked()
    [notice] = OutgoingEmail.objects.filter(to_email=OWNER)
    told = f"{notice.subject} {notice.body} {notice.body_html} {notice.to_name}"
    assert "locked-out-deletion" in told
    assert not re.search(r"evil|writer@", told, re.IGNORECASE)
    assert ticket.reference not in told
    assert notice.reply_to == "support@help.localhost"


def test_who_wrote_from_the_accounts_own_address_gets_no_notice() -> None:
    asked(account="Writer@example.com")
    assert not OutgoingEmail.objects.filter(kind="notice").exists()


def test_an_address_gets_few_notices_and_the_tickets_open_all_the_same(limit) -> None:
    limit("notice", address=2)
    for _each in range(3):
        asked()
    assert OutgoingEmail.objects.filter(to_email=OWNER).count() == 2
    assert Ticket.objects.count() == 3


def test_looking_stops_nothing_and_the_button_does(aki) -> None:
    ticket, owner = asked(), cast.Browser()
    page = owner.get(link())
    assert "locked-out-deletion" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    ticket.refresh_from_db()
    assert ticket.disowned_at is None
    for _press in range(2):
        assert "The request is stopped" in owner.post(link()).content.decode()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.events.filter(kind="disowned").count()) == ("on_hold", 1)


def test_a_stopped_case_is_neither_acted_on_nor_solved_and_can_be_closed(aki) -> None:
    ticket = asked()
    actions.check_proof(ticket=ticket, author=aki, verdicts={"account_email": True})
    actions.disown(ticket=ticket, now=timezone.now())
    with pytest.raises(TicketRefusedError, match="disowned"):
        actions.note_guarded(ticket=ticket, author=aki, deed=Guarded.DELETE)
    with pytest.raises(TicketRefusedError, match="disowned"):
        actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    assert actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE).status == "closed"


def test_what_follows_a_stopped_case_is_stopped_whenever_it_was_begun(aki) -> None:
    tickets = [asked(), asked()]
    actions.disown(ticket=tickets[0], now=timezone.now())
    for ticket in tickets:
        actions.check_proof(ticket=ticket, author=aki, verdicts={"account_email": True})
        actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    channel = Message.Channel.MESSENGER
    later = [actions.add_customer_message(ticket=row, body="Again", channel=channel).ticket for row in tickets]
    actions.disown(ticket=tickets[1], now=timezone.now())
    for row in later:
        row.refresh_from_db()
        assert row.follows in tickets
        assert row.disowned_at is not None
    assert OutgoingEmail.objects.filter(kind="notice").count() == 2


@pytest.mark.parametrize("token", ["nonsense", "MQ:1abcde:abc"])
def test_a_link_that_is_not_ours_opens_nothing(token: str) -> None:
    ticket = asked()
    page = cast.Browser().post(f"/en/not-me/{token}")
    assert page.status_code == 404
    ticket.refresh_from_db()
    assert ticket.disowned_at is None
