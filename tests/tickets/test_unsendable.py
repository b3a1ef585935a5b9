"""Addresses that no mail can go to: the email is marked as failed, with the reason, and nobody tries for days."""

import smtplib
import ssl
from contextlib import nullcontext

import pytest
from django.core.mail.backends.locmem import EmailBackend

from tests.tickets.conftest import open_ticket
from tickets.mail.actions import delivering as delivery

BAD = ["@x", "a@", "a b@c", "<>", "a@b@c", "()", "a(@b", "not an address"]


@pytest.fixture(autouse=True)
def mailer(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def after(email):
    email.refresh_from_db()
    return email.status, email.attempts


@pytest.mark.django_db
@pytest.mark.parametrize("address", BAD)
def test_what_is_no_address_fails_at_the_first_attempt_and_says_why(address):
    email = open_ticket(requester_email=address).emails.get()
    delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == ("failed", 1)
    assert email.last_error.partition(":")[0].endswith(("Error", "Defect"))


@pytest.mark.django_db
def test_an_unsendable_email_is_listed_with_its_ticket(agent):
    ticket = open_ticket(requester_email="@x")
    delivery.deliver(ticket.emails.get().pk, last_attempt=False)
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "HeaderParseError" in page


def fail_with(monkeypatch, error):
    def send_messages(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (smtplib.SMTPSenderRefused(550, b"not you", "a@x"), "queued"),
        (smtplib.SMTPSenderRefused(530, b"sign in first", "a@x"), "queued"),
        (smtplib.SMTPRecipientsRefused({"a@x": (530, b"sign in first")}), "queued"),
        (smtplib.SMTPDataError(535, b"wrong password"), "queued"),
        (ssl.SSLCertVerificationError(1, "certificate has expired"), "queued"),
        (ssl.SSLError(1, "wrong version"), "queued"),
        (smtplib.SMTPSenderRefused(451, b"later", "a@x"), "queued"),
        (smtplib.SMTPDataError(554, b"spam"), "failed"),
        (smtplib.SMTPDataError(452, b"full"), "queued"),
        (smtplib.SMTPDataError(499, b"edge"), "queued"),
        (smtplib.SMTPDataError(500, b"edge"), "failed"),
        (smtplib.SMTPRecipientsRefused({"a@x": (550, b"gone")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"a@x": (550, b"gone"), "b@x": (450, b"busy")}), "queued"),
        (smtplib.SMTPServerDisconnected("lost"), "queued"),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), "queued"),
        (TimeoutError("slow"), "queued"),
        (ValueError("a header with a line end"), "failed"),
    ],
)
def test_only_an_answer_for_good_ends_the_attempts(ticket, monkeypatch, error, status):
    fail_with(monkeypatch, error)
    email = ticket.emails.get()
    again = pytest.raises(delivery.NotDeliveredError) if status == "queued" else nullcontext()
    with again:
        delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == (status, 1)
    assert email.last_error.startswith(type(error).__name__)
    assert email.sent_at is None


def test_an_endless_error_is_cut(ticket, monkeypatch):
    fail_with(monkeypatch, ValueError("x" * 5000))
    email = ticket.emails.get()
    delivery.deliver(email.pk, last_attempt=False)
    email.refresh_from_db()
    assert len(email.last_error) == 2000


@pytest.mark.parametrize("status", ["failed", "sent"])
def test_an_email_that_is_not_queued_is_left_alone(ticket, mailoutbox, status):
    email = ticket.emails.get()
    email.status, email.sent_at = status, email.created_at if status == "sent" else None
    email.save()
    delivery.deliver(email.pk, last_attempt=True)
    assert after(email) == (status, 0)
    assert mailoutbox == []
