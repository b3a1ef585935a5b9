"""Sending: to a real mail server on loopback, once, with retries, and what stands in the row afterwards."""

import threading
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tests.tickets.conftest import open_ticket
from tickets.mail import tasks
from tickets.mail.actions import delivering as delivery
from tickets.models import OutgoingEmail


class Inbox:
    """A mail server that keeps what it gets; `answer` makes it refuse recipients."""

    def __init__(self):
        self.mails, self.answer, self.slow = [], "", threading.Event()
        self.slow.set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def inbox(free_port, settings):
    """The mail server that the site sends through during the test."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port)
    controller.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "tickets.mail.smtp.SmtpBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": free_port, "timeout": 5},
        }
    }
    yield inbox
    controller.stop()


def after(email):
    email.refresh_from_db()
    return email.status, email.attempts


def test_an_email_reaches_the_persons_mail_server(ticket, inbox):
    email = ticket.emails.get()
    delivery.deliver(email.pk, last_attempt=False)
    ((recipients, received),) = inbox.mails
    assert recipients == ["hanako@example.com"]
    assert (received["Message-ID"], received["Reply-To"]) == (email.mail_id, email.reply_to)
    assert received.get_body(("plain",)).get_content().split() == email.body.split()
    assert received.get_body(("html",)) is not None
    assert after(email) == ("sent", 1)
    assert email.sent_at is not None


@pytest.mark.django_db
def test_japanese_arrives_whole(inbox):
    email = open_ticket(locale="ja", subject="解約について", body="解約したいです。🙂").emails.get()
    delivery.deliver(email.pk, last_attempt=False)
    received = inbox.mails[0][1]
    assert received["Subject"].endswith("解約について")
    assert "解約したいです。🙂" in received.get_body(("plain",)).get_content()


def test_an_email_goes_out_once(ticket, inbox):
    email = ticket.emails.get()
    for _time in range(3):
        delivery.deliver(email.pk, last_attempt=False)
    assert len(inbox.mails) == 1
    assert after(email) == ("sent", 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(inbox):
    email = open_ticket().emails.get()

    def work():
        with suppress(delivery.NotDeliveredError):  # another one has it in hand
            delivery.deliver(email.pk, last_attempt=False)
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert len(inbox.mails) == 1


def test_a_passing_failure_is_written_down_and_tried_again(ticket, inbox):
    email, inbox.answer = ticket.emails.get(), "451 4.3.0 Try later"
    with pytest.raises(delivery.NotDeliveredError):
        delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == ("queued", 1)
    assert "451" in email.last_error
    inbox.answer = ""
    delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == ("sent", 2)
    assert email.last_error == ""


def test_a_refusal_for_good_is_not_tried_again(ticket, inbox):
    email, inbox.answer = ticket.emails.get(), "550 5.1.1 No such user"
    delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == ("failed", 1)
    assert "5.1.1 No such user" in email.last_error


@pytest.mark.parametrize(
    ("answer", "gone"), [("550 5.1.1 No such user", "5.1.1 No such user"), ("550 5.7.1 We don't like you", "")]
)
def test_staff_are_told_by_a_job_and_a_missing_mailbox_is_named(ticket, inbox, answer, gone):
    email, inbox.answer = ticket.emails.get(), answer
    delivery.deliver(email.pk, last_attempt=False)
    [job] = ProcrastinateJob.objects.filter(task_name="tickets.tell_of_unsent_email")
    assert job.args == {"email_id": email.pk, "gone": gone}


def test_the_last_attempt_gives_up(ticket, inbox):
    email, inbox.answer = ticket.emails.get(), "451 4.3.0 Try later"
    delivery.deliver(email.pk, last_attempt=True)
    assert after(email) == ("failed", 1)


def test_a_server_that_is_away_is_a_passing_failure(ticket, settings, free_port):
    settings.MAILERS = {
        "default": {
            "BACKEND": "tickets.mail.smtp.SmtpBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": free_port, "timeout": 1},
        }
    }
    email = ticket.emails.get()
    with pytest.raises(delivery.NotDeliveredError):
        delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == ("queued", 1)


@pytest.mark.django_db
def test_an_address_that_no_mail_can_go_to_fails_at_once():
    email = open_ticket(requester_email="not an address").emails.get()
    delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == ("failed", 1)


def test_an_email_that_is_gone_is_no_error(ticket):
    delivery.deliver(ticket.emails.get().pk + 1000, last_attempt=False)


def test_nothing_is_locked_while_the_mail_server_answers(ticket, monkeypatch):
    seen = []

    def send(mail, **_options):
        seen.append((after(email)[0], connection.in_atomic_block))

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    email, depth = ticket.emails.get(), len(connection.savepoint_ids)
    delivery.deliver(email.pk, last_attempt=False)
    assert seen == [("sending", True)]  # the test's own transaction
    assert len(connection.savepoint_ids) == depth
    assert after(email) == ("sent", 1)


def test_the_email_of_a_killed_worker_is_sent_by_another_as_the_same_mail(ticket, inbox):
    email, now = ticket.emails.get(), timezone.now()
    OutgoingEmail.objects.update(status="sending", claimed_at=now - timedelta(minutes=1), attempts=1)
    with pytest.raises(delivery.NotDeliveredError):
        delivery.deliver(email.pk, last_attempt=False, now=now)
    assert after(email) == ("sending", 1)
    delivery.deliver(email.pk, last_attempt=False, now=now + delivery.CLAIM_LASTS)
    assert after(email) == ("sent", 2)
    assert inbox.mails[0][1]["Message-ID"] == email.mail_id


def test_an_error_of_ours_ends_as_a_failure_that_can_be_sent_again(ticket, agent, monkeypatch):
    email = ticket.emails.get()
    monkeypatch.setattr("tickets.mail.emails.as_mail", lambda _email: {}["body"])
    delivery.deliver(email.pk, last_attempt=False)
    assert after(email) == ("failed", 1)
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "KeyError: &#x27;body&#x27;" in page
    assert f"/outgoingemail/{email.pk}/retry/" in page


def test_an_email_that_is_being_sent_is_not_queued_by_hand(ticket, agent):
    email = ticket.emails.get()
    OutgoingEmail.objects.update(status="sending", claimed_at=timezone.now())
    page = agent.post(f"/admin/tickets/outgoingemail/{email.pk}/retry/", follow=True).content.decode()
    assert "This email is being sent right now." in page
    assert "being sent" in agent.get("/admin/tickets/outgoingemail/").content.decode()


@pytest.mark.parametrize(("attempts", "status"), [(0, "queued"), (33, "queued"), (34, "failed")])
def test_the_task_knows_its_last_attempt(ticket, inbox, attempts, status):
    email, inbox.answer = ticket.emails.get(), "451 4.3.0 Try later"
    job = Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="tickets.send_email", attempts=attempts)
    context = JobContext(app=tasks.app, job=job, start_timestamp=0, abort_reason=lambda: None)
    if status == "queued":
        with pytest.raises(delivery.NotDeliveredError):
            tasks.send_email.func(context, email_id=email.pk)
    else:
        tasks.send_email.func(context, email_id=email.pk)
    assert after(email)[0] == status
