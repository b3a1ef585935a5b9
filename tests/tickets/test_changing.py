"""Status, assignee, priority, proof and participants."""

import pytest

from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Ticket
from tickets.refusals import TicketChangedError, TicketRefusedError
from tickets.workflow import Event

PROOF = {"Account email": "old@example.com", "Last four digits": "4242"}


def events(ticket):
    return [(event.kind, event.arguments) for event in ticket.events.all()]


def test_a_status_change_is_on_the_thread(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.HOLD)
    event = ticket.events.get()
    assert (event.kind, event.arguments, event.author) == ("status", {"before": "new", "after": "on_hold"}, aki)


def test_a_move_that_the_workflow_does_not_know_is_refused(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    with pytest.raises(TicketRefusedError, match="not_from_here"):
        actions.change_status(ticket=ticket, author=aki, event=Event.HOLD)


def test_a_change_from_an_old_page_is_refused(ticket, aki):
    actions.add_note(ticket=ticket, author=aki, body="New knowledge")
    with pytest.raises(TicketChangedError):
        actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE, expected_version=ticket.version)


def test_assigning_is_on_the_thread_once(ticket, aki):
    actions.assign(ticket=ticket, author=aki, assignee=aki)
    actions.assign(ticket=ticket, author=aki, assignee=aki)
    actions.assign(ticket=ticket, author=aki, assignee=None)
    assert [event for event, _arguments in events(ticket)] == ["assigned", "unassigned"]


@pytest.mark.parametrize("lost", ["is_staff", "is_active"])
def test_only_active_staff_get_tickets(ticket, aki, lost):
    setattr(aki, lost, False)
    with pytest.raises(TicketRefusedError, match="not_staff"):
        actions.assign(ticket=ticket, author=aki, assignee=aki)


def test_a_priority_change_is_on_the_thread_once(ticket, aki):
    actions.set_priority(ticket=ticket, author=aki, priority=Ticket.Priority.URGENT)
    actions.set_priority(ticket=ticket, author=aki, priority=Ticket.Priority.URGENT)
    assert events(ticket) == [("priority", {"before": "20", "after": "40"})]


@pytest.mark.django_db
def test_a_ticket_with_unchecked_proof_cannot_be_solved(aki):
    ticket = open_ticket(proof=PROOF, reason="locked_out.proof", rule="locked_out")
    actions.check_proof(ticket=ticket, author=aki, verdicts={"Account email": True})
    with pytest.raises(TicketRefusedError, match="proof_unchecked"):
        actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    with pytest.raises(TicketRefusedError, match="proof_unchecked"):
        actions.reply(ticket=ticket, author=aki, body="Deleted.", solve=True)
    assert ticket.messages.visible_to_customer().count() == 1


@pytest.mark.django_db
def test_once_every_line_is_checked_it_can(aki):
    ticket = open_ticket(proof=PROOF, reason="locked_out.proof", rule="locked_out")
    actions.check_proof(ticket=ticket, author=aki, verdicts={"Account email": False, "Last four digits": False})
    actions.check_proof(ticket=ticket, author=aki, verdicts={"Account email": True, "Last four digits": True})
    solved = actions.change_status(ticket=ticket, author=aki, event=Event.SOLVE)
    assert solved.status == "solved"
    assert events(ticket)[1:3] == [
        ("proof_differs", {"item": "Last four digits", "label": "Last four digits"}),
        ("proof_matches", {"item": "Account email", "label": "Account email"}),
    ]


@pytest.mark.django_db
def test_a_verdict_can_be_changed_and_taken_back(aki):
    ticket = open_ticket(proof=PROOF)
    for verdict in (True, False, None, None):
        actions.check_proof(ticket=ticket, author=aki, verdicts={"Account email": verdict})
    assert not ticket.proof_checks.exists()
    assert [event for event, _arguments in events(ticket)] == ["proof_matches", "proof_differs", "proof_unchecked"]


@pytest.mark.django_db
def test_a_line_that_was_never_asked_is_refused(aki):
    with pytest.raises(TicketRefusedError, match="unknown_item"):
        actions.check_proof(ticket=open_ticket(proof=PROOF), author=aki, verdicts={"Blood type": True})


def test_a_participant_is_added_once(ticket):
    first = actions.add_participant(ticket=ticket, name="Olga", email="Olga@example.com")
    assert actions.add_participant(ticket=ticket, name="", email="olga@EXAMPLE.com") == first
    assert ticket.may_write("olga@example.com")
    assert not ticket.may_write("eve@example.com")


@pytest.mark.django_db
def test_closing_asks_for_the_checklist_too(aki):
    ticket = open_ticket(proof=PROOF)
    with pytest.raises(TicketRefusedError, match="proof_unchecked"):
        actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)


@pytest.mark.parametrize("email", ["hanako@example.com", " Hanako@EXAMPLE.com "])
def test_the_requester_is_no_participant_and_replies_still_go_out(ticket, aki, email):
    with pytest.raises(TicketRefusedError, match="is_requester"):
        actions.add_participant(ticket=ticket, name="Hanako", email=email)
    assert actions.reply(ticket=ticket, author=aki, body="Hello").emails.count() == 1
