"""What waits for the proof: the acts on an account, and that a ticket counts as done."""

import pytest

from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.guards import Guarded, Lack, Standing, lack, may_be_solved
from tickets.models import Message, Ticket, Topic
from tickets.refusals import REFUSALS, TicketRefusedError
from tickets.workflow import Event

PROOF = {"Account email": "lost@example.com", "Last four digits": "4242", "Amount": "20 USD"}


@pytest.fixture
def locked_out(db: None) -> Ticket:
    return open_ticket(proof=PROOF, reason="locked_out.proof", rule="locked_out", topic_kind="cant_log_in")


def found(ticket, aki, *verdicts):
    checked = dict(zip(PROOF, verdicts, strict=False))
    actions.check_proof(ticket=ticket, author=aki, verdicts=checked)


@pytest.mark.parametrize(
    ("standing", "missing"),
    [
        (Standing(given=3, matching=0, differing=0, needed=2), Lack.NOT_ENOUGH),
        (Standing(given=3, matching=1, differing=0, needed=2), Lack.NOT_ENOUGH),
        (Standing(given=3, matching=2, differing=0, needed=2), None),
        (Standing(given=3, matching=2, differing=1, needed=2), Lack.DIFFERS),
        (Standing(given=1, matching=1, differing=0, needed=2), None),
        (Standing(given=0, matching=0, differing=0, needed=2), Lack.NOT_ENOUGH),
        (Standing(given=0, matching=0, differing=0, needed=0), Lack.NOT_ENOUGH),
        (Standing(given=3, matching=3, differing=0, needed=2, disowned=True), Lack.DISOWNED),
    ],
)
def test_what_the_acts_on_an_account_wait_for(standing, missing):
    assert lack(standing) == missing
    assert missing is None or missing in REFUSALS


def test_what_differs_or_was_disowned_is_never_done():
    assert may_be_solved(Standing(given=1, matching=1, differing=0, needed=1))
    assert not may_be_solved(Standing(given=2, matching=1, differing=1, needed=1))
    assert not may_be_solved(Standing(given=1, matching=1, differing=0, needed=1, disowned=True))


@pytest.mark.parametrize("deed", list(Guarded))
def test_an_act_is_refused_until_the_proof_is_enough_and_then_on_the_record(locked_out, aki, deed):
    found(locked_out, aki, True)
    with pytest.raises(TicketRefusedError, match="proof_not_enough"):
        actions.note_guarded(ticket=locked_out, author=aki, deed=deed)
    found(locked_out, aki, True, True)
    actions.note_guarded(ticket=locked_out, author=aki, deed=deed)
    event = locked_out.events.get(kind="guarded")
    assert (event.arguments, event.author) == ({"deed": str(deed)}, aki)


def test_how_much_is_enough_is_the_topics(locked_out, aki):
    topic = Topic.objects.create(slug="strict", kind="cant_log_in", proof_needed=3)
    Ticket.objects.update(topic=topic)
    found(locked_out, aki, True, True)
    with pytest.raises(TicketRefusedError, match="proof_not_enough"):
        actions.note_guarded(ticket=locked_out, author=aki, deed=Guarded.DELETE)


def test_a_verdict_taken_back_closes_the_acts_again(locked_out, aki):
    found(locked_out, aki, True, True)
    found(locked_out, aki, True, None)
    with pytest.raises(TicketRefusedError, match="proof_not_enough"):
        actions.note_guarded(ticket=locked_out, author=aki, deed=Guarded.EXPORT)


def test_what_does_not_match_is_closed_and_never_solved(locked_out, aki):
    found(locked_out, aki, True, True, False)
    with pytest.raises(TicketRefusedError, match="proof_differs"):
        actions.change_status(ticket=locked_out, author=aki, event=Event.SOLVE)
    with pytest.raises(TicketRefusedError, match="proof_differs"):
        actions.reply(ticket=locked_out, author=aki, body="Deleted.", solve=True)
    assert actions.change_status(ticket=locked_out, author=aki, event=Event.CLOSE).status == "closed"


def test_a_follow_up_has_the_proof_compared_anew(locked_out, aki):
    found(locked_out, aki, True, True, True)
    actions.change_status(ticket=locked_out, author=aki, event=Event.CLOSE)
    channel = Message.Channel.MESSENGER
    later = actions.add_customer_message(ticket=locked_out, body="Once more", channel=channel).ticket
    assert later != locked_out
    with pytest.raises(TicketRefusedError, match="proof_not_enough"):
        actions.note_guarded(ticket=later, author=aki, deed=Guarded.DELETE)


def test_on_the_ticket_the_acts_are_shut_until_they_are_open(locked_out, agent):
    address = f"/admin/tickets/ticket/{locked_out.reference}"
    shut = agent.get(f"{address}/change/").content.decode()
    assert shut.count(" disabled>") >= len(Guarded)
    refused = agent.post(f"{address}/guarded/", {"deed": "delete"})
    assert refused.status_code == 409
    found(locked_out, agent.user, True, True, True)
    assert agent.post(f"{address}/guarded/", {"deed": "delete"}).status_code == 302
    assert agent.post(f"{address}/guarded/", {"deed": "anything"}).status_code == 422
    assert "Account deleted" in agent.get(f"{address}/change/").content.decode()


def test_a_ticket_without_proof_has_none_of_these_acts(agent):
    page = agent.get(f"/admin/tickets/ticket/{open_ticket().reference}/change/").content.decode()
    assert "/guarded/" not in page
