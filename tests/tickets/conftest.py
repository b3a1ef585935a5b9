"""Tickets, mails and jobs for the tests of this app. A test changes only what it is about."""

from email.message import EmailMessage

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tickets import actions
from tickets.cases import Case, Line
from tickets.mail.actions import storing


def open_ticket(**changes):
    """A ticket from a Pro customer in English, opened through the real action; `proof` maps labels to values."""
    act = {"body": "I can't find the button.", "files": (), "priority": None, "now": timezone.now()}
    act = {name: changes.pop(name, value) for name, value in act.items()}
    wanted = {
        "requester_name": "Hanako Yamada",
        "requester_email": "hanako@example.com",
        "locale": "en",
        "subject": "The cancel button is missing",
        "topic_label": "Billing and plans",
        "topic_kind": "general",
        "rule": "individual_paid",
        "reason": "individual_paid",
        "identity": {"product": "claude", "plan": "pro", "email": "hanako@example.com", "domain": "claude.localhost"},
        "details": (Line("Bought in", "iPhone app"),),
    } | changes
    proof = tuple(Line(label, value) for label, value in (wanted.pop("proof", None) or {}).items())
    return actions.open_ticket(case=Case(**wanted, proof=proof), **act)


def mail(
    *,
    sender="Hanako <hanako@example.com>",
    to="support@help.localhost",
    text="It works now.",
    mail_id="<one@mail.example>",
    **headers,
):
    """A raw mail; `in_reply_to` and the like become headers."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, headers.pop("subject", "Re: the button")
    if mail_id:
        message["Message-ID"] = mail_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def receive(raw):
    """The row of a mail that came in and was read, as door and worker do it."""
    row = storing.store_email(raw=raw)
    actions.read_email(incoming_id=row.pk)
    row.refresh_from_db()
    return row


def report(mail_id, recipient, *, action="failed", number=1):
    """A mail server's report that this mail didn't reach its recipient."""
    return (
        f"From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nMessage-ID: <report{number}@mx.example>\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nSorry.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {mail_id}\nSubject: x\n--b--\n"
    ).encode()


def jobs_for(email):
    """The jobs that would send this email."""
    return ProcrastinateJob.objects.filter(task_name="tickets.send_email", args={"email_id": email.pk})


@pytest.fixture
def ticket(db):
    """A ticket as the messenger opens it."""
    return open_ticket()


@pytest.fixture
def aki(db):
    """A member of staff who answers tickets."""
    return cast.staff(name="aki")
