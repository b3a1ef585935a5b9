"""Mail to an address that somebody only typed carries none of their words, until an answer has come from it."""

import pytest

from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
TYPED = "https://evil.example/login"


@pytest.fixture
def ticket():
    """As somebody opens it who says that they can't log in."""
    return open_ticket(identity={}, subject=f"Locked out: {TYPED}", body=f"Verify at {TYPED}", requester_name=TYPED)


def said(email) -> str:
    return " ".join([email.subject, email.to_name, email.body, email.body_html])


def answered(ticket: Ticket, *, number: int = 1):
    """The person answers the latest email that they had."""
    latest = ticket.emails.order_by("id").last()
    raw = mail(in_reply_to=latest.mail_id, mail_id=f"<{number}@mail.example>", to=latest.reply_to)
    return receive(raw)


def test_the_receipt_has_the_reference_and_nothing_that_was_typed(ticket):
    receipt = ticket.emails.get()
    assert receipt.subject == f"[{ticket.reference}] Your message to our Product Support team"
    assert ticket.reference in receipt.body
    assert "If you didn’t write to us" in receipt.body
    assert "evil" not in said(receipt)


def test_it_speaks_the_tickets_language():
    assert "evil" not in said(open_ticket(identity={}, locale="ja", subject=TYPED, body=TYPED).emails.get())


def test_a_reply_has_the_staffs_words_alone_and_stays_in_the_thread(ticket, aki):
    email = actions.reply(ticket=ticket, author=aki, body="We are looking into it.").emails.get()
    receipt = ticket.emails.order_by("id").first()
    assert (email.subject, email.in_reply_to) == (f"Re: {receipt.subject}", receipt.mail_id)
    assert "evil" not in said(email)


def test_a_participant_gets_none_of_it_either(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    assert not [email for email in ticket.emails.all() if "evil" in said(email)]


def test_after_an_answer_the_thread_keeps_its_subject(ticket, aki):
    answered(ticket)
    email = actions.reply(ticket=ticket, author=aki, body="Thank you.").emails.get()
    assert email.subject == f"Re: {ticket.emails.order_by('id').first().subject}"


def test_who_has_answered_is_known_when_the_case_goes_on(ticket, aki):
    answered(ticket)
    Ticket.objects.update(status="closed", solved_at=ticket.created_at, waiting_since=None)
    answered(ticket, number=2)
    receipt = Ticket.objects.get(follows=ticket).emails.get()
    assert TYPED in receipt.subject
    assert "It works now." in receipt.body


def test_somebody_signed_in_reads_their_own_words(aki):
    assert "I can't find the button." in open_ticket().emails.get().body


def test_the_products_word_is_for_its_own_address_alone():
    assert "button" not in said(open_ticket(requester_email="another@example.com").emails.get())
