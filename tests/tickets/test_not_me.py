"""The notice to an account's own address, and what its link does."""

import re

import pytest
from django.utils import timezone

from tests import cast
from tickets import actions
from tickets.cases import Case, Line
from tickets.guards import Guarded
from tickets.models import Message, OutgoingEmail, Ticket, Topic, TopicText
from tickets.refusals import TicketRefusedError
from tickets.workflow import Event

OWNER = "owner@example.com"
pytestmark = pytest.mark.django_db


def asked(*, account: str = OWNER, locale: str = "en") -> Ticket:
    """Somebody who can't log in has asked for the deletion of an account."""
    topic, _made = Topic.objects.get_or_create(slug="locked-out-deletion", kind="cant_log_in")
    TopicText.objects.get_or_create(topic=topic, locale="en", label="Delete my account")
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
    assert "Delete my account" in told
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
    assert "Delete my account" in page.content.decode()
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


def undo(browser: cast.Browser, ticket: Ticket, reason: str = "They called from the number on file.") -> int:
    address = f"/admin/tickets/ticket/{ticket.reference}/undo-stop/"
    return browser.post(address, {"reason": reason}).status_code


def test_a_lead_undoes_a_stop_with_a_reason_and_the_proof_counts_as_before(lead: cast.Browser, aki) -> None:
    ticket = asked()
    actions.disown(ticket=ticket, now=timezone.now())
    page = f"/admin/tickets/ticket/{ticket.reference}/change/"
    assert "/undo-stop/" in lead.get(page).content.decode()
    assert undo(lead, ticket) == 302
    event = ticket.events.get(kind="stop_undone")
    assert (event.author, event.arguments) == (lead.user, {"reason": "They called from the number on file."})
    assert "The stop was undone: They called" in lead.get(page).content.decode()
    with pytest.raises(TicketRefusedError, match="proof_not_enough"):
        actions.note_guarded(ticket=ticket, author=aki, deed=Guarded.DELETE)
    actions.check_proof(ticket=ticket, author=aki, verdicts={"account_email": True})
    actions.note_guarded(ticket=ticket, author=aki, deed=Guarded.DELETE)
    assert actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE).status == "solved"


def test_an_agent_undoes_none_and_isn_t_offered_it(agent: cast.Browser) -> None:
    ticket = asked()
    actions.disown(ticket=ticket, now=timezone.now())
    assert undo(agent, ticket) == 403
    assert "/undo-stop/" not in agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    ticket.refresh_from_db()
    assert ticket.disowned_at is not None


def test_without_a_reason_or_a_stop_or_on_a_closed_case_nothing_is_undone(lead: cast.Browser, aki) -> None:
    ticket = asked()
    assert undo(lead, ticket) == 409
    actions.disown(ticket=ticket, now=timezone.now())
    assert (undo(lead, ticket, " "), undo(lead, ticket, "x" * 501)) == (422, 422)
    typed = lead.post(f"/admin/tickets/ticket/{ticket.reference}/undo-stop/", {"reason": "y" * 501})
    assert f"{'y' * 501}</textarea>" in typed.content.decode(), "what was typed comes back"
    with pytest.raises(TicketRefusedError, match="no_reason"):
        actions.undo_stop(ticket=ticket, author=aki, reason=" ", now=timezone.now())
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    assert undo(lead, ticket) == 409
    assert not ticket.events.filter(kind="stop_undone").exists()


def test_the_link_stops_it_again_and_what_follows_goes_on_with_it(lead: cast.Browser, aki) -> None:
    ticket = asked()
    actions.check_proof(ticket=ticket, author=aki, verdicts={"account_email": True})
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    later = actions.add_customer_message(ticket=ticket, body="Again", channel=Message.Channel.MESSENGER).ticket
    actions.disown(ticket=ticket, now=timezone.now())
    assert undo(lead, later, "It was them, with card 4242 4242 4242 4242.") == 302
    assert "4242 4242" not in later.events.get(kind="stop_undone").arguments["reason"]
    ticket.refresh_from_db()
    assert ticket.disowned_at is not None, "what is closed stays as it was"
    cast.Browser().post(link())
    later.refresh_from_db()
    assert later.disowned_at is not None


@pytest.mark.parametrize("token", ["nonsense", "MQ:1abcde:abc"])
def test_a_link_that_is_not_ours_opens_nothing(token: str) -> None:
    ticket = asked()
    page = cast.Browser().post(f"/en/not-me/{token}")
    assert page.status_code == 404
    ticket.refresh_from_db()
    assert ticket.disowned_at is None
