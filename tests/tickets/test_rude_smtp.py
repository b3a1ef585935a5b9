"""Sending through mail servers that refuse, hang up, fall silent or lie: nothing is lost; a double is the same mail.

The servers listen on loopback. See also test_smtp.py for silent ones and test_delivery.py for refusals of recipients.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import timedelta
from email import message_from_bytes
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tests.databases import url
from tests.tickets.conftest import open_ticket
from tests.tickets.mail_keys import certificate
from tests.tickets.rude_smtp import HANG_UP, SILENCE, RudeServer
from tickets.mail import smtp
from tickets.mail.actions import delivering, requeueing
from tickets.mail.actions.delivering import NotDeliveredError
from tickets.models import OutgoingEmail


@pytest.fixture
def server(free_port, settings):
    """The mail server that the site sends through."""
    server = RudeServer(free_port)
    options = {"host": "127.0.0.1", "port": free_port, "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "tickets.mail.smtp.SmtpBackend", "OPTIONS": options}}
    yield server
    smtp._resting.clear()
    server.stop()


def deliver(email, **more):
    """Tries once; how the row stands then."""
    with suppress(NotDeliveredError):
        delivering.deliver(email.pk, last_attempt=False, **more)
    email.refresh_from_db()
    smtp._resting.clear()
    return email.status


def came(server):
    return [message_from_bytes(letter)["Message-ID"] for letter in server.letters]


@pytest.mark.parametrize(
    ("verb", "answer", "copies"),
    [
        ("greeting", b"421 Too busy", 1),
        ("greeting", HANG_UP, 1),
        ("EHLO", HANG_UP, 1),
        ("MAIL", b"451 Later", 1),
        # It speaks of our address, which somebody will mend.
        ("MAIL", b"550 Who are you", 1),
        ("RCPT", b"452 Full", 1),
        ("DATA", b"451 Not now", 1),
        ("DATA", HANG_UP, 1),
        ("letter", b"451 The scanner is away", 2),
        # It has it, and nobody can know.
        ("letter", HANG_UP, 2),
    ],
)
def test_what_passes_is_tried_again_and_arrives_as_the_same_mail(ticket, server, verb, answer, copies):
    server.answers[verb] = [answer]
    email = ticket.emails.get()
    assert [deliver(email), deliver(email), deliver(email)] == ["queued", "sent", "sent"]
    assert came(server) == [email.mail_id] * copies


def test_a_letter_that_is_put_off_and_then_refused_is_over_and_the_reason_stands_there(ticket, server):
    server.answers["letter"] = [b"451 Later", b"554 5.7.1 Spam"]
    email = ticket.emails.get()
    assert [deliver(email), deliver(email), deliver(email)] == ["queued", "failed", "failed"]
    assert "5.7.1 Spam" in email.last_error
    assert len(server.letters) == 2


@pytest.mark.parametrize("answer", [SILENCE, HANG_UP, b"421 Bye"])
def test_a_server_that_took_the_letter_and_says_no_goodbye_has_it(ticket, server, answer):
    server.answers["QUIT"] = answer
    began = time.monotonic()
    assert deliver(ticket.emails.get()) == "sent"
    assert (len(server.letters), time.monotonic() - began < 10) == (1, True)


def test_behind_a_certificate_that_nobody_trusts_nothing_is_said(ticket, server, settings, tmp_path):
    server.certificate = certificate(tmp_path)
    server.answers["EHLO"] = b"250-mx.example\r\n250-AUTH PLAIN\r\n250 STARTTLS"
    login = {"use_tls": True, "username": "hc", "password": "secret"}
    settings.MAILERS["default"]["OPTIONS"] |= login
    email = ticket.emails.get()
    assert (deliver(email), server.letters) == ("queued", [])
    assert "AUTH" not in server.verbs
    assert "certificate verify failed" in email.last_error


def test_without_the_tls_that_was_asked_for_nothing_is_said(ticket, server, settings):
    settings.MAILERS["default"]["OPTIONS"] |= {"use_tls": True}
    assert (deliver(ticket.emails.get()), server.letters) == ("queued", [])


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_between_sending_and_sent_loses_nothing(server):
    email = open_ticket().emails.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    def cut():
        with closing(connection.copy()) as other, other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])

    server.on_letter = cut
    with pytest.raises(OperationalError):
        deliver(email)
    connection.close()
    email.refresh_from_db()
    assert email.status == "sending"
    server.on_letter = lambda: None
    later = timezone.now() + timedelta(minutes=6)
    assert deliver(email, now=later) == "sent"
    assert came(server) == [email.mail_id] * 2
    assert requeueing.queue_lost_sendings(now=later) == 0


_WORKER = """
import sys, django
django.setup()
from tickets.mail.actions.delivering import NotDeliveredError, deliver
for key in map(int, sys.argv[1:]):
    try:
        deliver(key, last_attempt=False)
    except NotDeliveredError:
        pass
"""


@pytest.mark.django_db(transaction=True)
def test_two_killed_workers_lose_nothing_and_double_only_what_each_had_in_hand(server, free_port):
    emails = [open_ticket().emails.get() for _ticket in range(6)]
    keys = [str(email.pk) for email in emails]
    environment = os.environ | {
        "DATABASE_URL": url(connection.settings_dict["NAME"]),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_STARTTLS": "0",
    }
    environment |= {"SMTP_PORT": str(free_port), "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_POOL": "0"}
    workers, both = [], Barrier(2)

    def kill():
        both.wait(60)
        for worker in workers:
            worker.send_signal(signal.SIGKILL)

    server.on_letter = kill
    command = [sys.executable, "-c", _WORKER]
    workers += [subprocess.Popen([*command, *order], env=environment) for order in (keys, keys[::-1])]
    assert [worker.wait(120) for worker in workers] == [-signal.SIGKILL] * 2
    server.on_letter = lambda: None
    assert sorted(OutgoingEmail.objects.values_list("status", flat=True)) == ["queued"] * 4 + ["sending"] * 2
    later = timezone.now() + delivering.CLAIM_LASTS
    assert [deliver(email, now=later) for email in emails] == ["sent"] * 6
    assert sorted(set(came(server))) == sorted(email.mail_id for email in emails)
    assert len(server.letters) == 8
