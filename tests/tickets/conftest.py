"""Tickets, mails and jobs for the tests of this app. A test changes only what it is about."""

from email.message import EmailMessage

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tickets import actions
from tickets.cases import Case, Line


def open_ticket(**changes):
    """A ticket from a Pro customer in English, opened through the real action; `proof` maps labels to values."""
    act = {"body": "I can't find the button.", "now": timezone.now()}
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
