"""A ticket opens with its first message, receipt and job in one transaction, for those entitled alone."""

from types import SimpleNamespace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.tickets.conftest import jobs_for, open_ticket
from tickets.actions import recording
from tickets.models import Message, OutgoingEmail, Ticket
from tickets.refusals import TicketRefusedError


def test_a_ticket_comes_with_its_first_message(ticket):
    message = ticket.messages.get()
    assert (ticket.status, ticket.waiting_since) == ("new", ticket.created_at)
    assert (message.kind, message.channel, message.body) == ("customer", "messenger", "I can't find the button.")
    assert message.author_name == "Hanako Yamada"


@pytest.mark.django_db
def test_it_has_the_priority_that_it_is_opened_with_else_the_normal_one():
    assert (open_ticket().priority, open_ticket(priority=Ticket.Priority.HIGH).priority) == (20, 30)


def test_a_receipt_is_queued_with_it(ticket):
    receipt = ticket.emails.get()
    assert (receipt.kind, receipt.status, receipt.to_email) == ("receipt", "queued", "hanako@example.com")
    assert jobs_for(receipt).get().queue_name == "mail"


@pytest.mark.django_db
def test_a_failure_leaves_no_ticket_no_message_no_email_no_job(monkeypatch):
    before = ProcrastinateJob.objects.count()
    configure = recording.send_email.configure

    def breaks_after(**options):
        def defer(**arguments):
            configure(**options).defer(**arguments)
            raise RuntimeError("the disk is full")

        return SimpleNamespace(defer=defer)

    monkeypatch.setattr(recording.send_email, "configure", breaks_after)
    with pytest.raises(RuntimeError):
        open_ticket()
    rows = (Ticket.objects.count(), Message.objects.count(), OutgoingEmail.objects.count())
    assert rows == (0, 0, 0)
    assert ProcrastinateJob.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reason",
    [
        "org_member.ask_owner",
        "console_member.ask_admin",
        "free.not_in_plan",
        "anonymous.sign_in",
        "legacy_domain.successor_sign_in",
        "made_up",
    ],
)
def test_who_may_not_reach_people_gets_no_ticket(reason):
    with pytest.raises(TicketRefusedError, match="not_entitled"):
        open_ticket(reason=reason)
    assert not Ticket.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["locked_out.proof", "free.self_service_first", "compliance", "org_owner"])
def test_who_may_reach_people_gets_one(reason):
    assert open_ticket(reason=reason).reason == reason


@pytest.mark.django_db
def test_an_empty_text_opens_nothing():
    with pytest.raises(TicketRefusedError, match="empty"):
        open_ticket(body=" \n ")


@pytest.mark.django_db
def test_a_name_or_subject_cannot_break_a_header():
    opened = open_ticket(requester_name="Eve\nBcc: x@example.com", subject="Hello\r\nBcc: y@example.com")
    assert opened.requester_name == "Eve Bcc: x@example.com"
    assert "\n" not in opened.emails.get().subject


@pytest.mark.django_db
def test_the_proof_keeps_the_order_of_the_form():
    opened = open_ticket(proof={"Zeroth question": "1", "A": "2"})
    opened.refresh_from_db()
    assert [(line.label, line.value) for line in opened.proof_lines()] == [("Zeroth question", "1"), ("A", "2")]
