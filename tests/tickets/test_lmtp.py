"""The door by LMTP, as a mail server on this machine uses it: a real server on loopback, real connections."""

import asyncio
import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connections

from tests.tickets.conftest import mail
from tickets.mail import lmtp
from tickets.mail.actions import storing
from tickets.models import IncomingEmail

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def door(domains=frozenset({"help.localhost"})):
    """A connection to a door that listens in a thread, and says what it hears."""
    loop, ready, port = asyncio.new_event_loop(), threading.Event(), []
    executor = ThreadPoolExecutor(2)

    def run():
        asyncio.set_event_loop(loop)
        handler = lmtp.Handler(domains=domains, executor=executor)
        server = loop.run_until_complete(lmtp.serve(handler, host="127.0.0.1", port=0))
        port.append(server.sockets[0].getsockname()[1])
        ready.set()
        loop.run_forever()
        server.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait(10)
    client = smtplib.LMTP("127.0.0.1", port[0])
    client.sock.settimeout(20)
    try:
        client.ehlo("mx.our.example")
        yield client
    finally:
        client.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for _hand in range(2):
            executor.submit(connections.close_all)
        executor.shutdown()


def hand_over(client, raw, *recipients):
    """Sends one mail; the answers, one for each recipient that was taken."""
    client.docmd(f"MAIL FROM:<hanako@example.com> SIZE={len(raw)}")
    taken = [client.docmd(f"RCPT TO:<{each}>")[0] for each in recipients]
    assert client.docmd("DATA")[0] == 354
    client.send(smtplib._quote_periods(raw.replace(b"\n", b"\r\n")) + b"\r\n.\r\n")
    return [client.getreply() for code in taken if code == 250]


def test_a_mail_is_stored_with_its_envelope_before_each_recipient_is_answered():
    with door() as client:
        assert client.docmd("XFORWARD ADDR=192.0.2.7 HELO=mail.example.com")[0] == 250
        answers = hand_over(client, mail(), "support@help.localhost", "support+x@help.localhost")
    row = IncomingEmail.objects.get()
    assert [code for code, _words in answers] == [250, 250]
    assert bytes(row.original.content).startswith(b"From: Hanako")
    assert row.envelope == {
        "door": "lmtp",
        "sender": "hanako@example.com",
        "recipients": ["support@help.localhost", "support+x@help.localhost"],
        "client": "192.0.2.7",
        "helo": "mail.example.com",
    }


def test_somebody_elses_recipient_is_refused_and_ours_taken():
    with door() as client:
        client.docmd("MAIL FROM:<>")
        assert client.docmd("RCPT TO:<eve@elsewhere.example>")[0] == 550
        assert client.docmd("RCPT TO:<support@help.localhost>")[0] == 250


def test_a_mail_too_large_is_refused_with_the_limit(monkeypatch):
    monkeypatch.setattr(lmtp, "LARGEST_MAIL", 2000)
    with door() as client:
        code, words = client.docmd("MAIL FROM:<a@b.example> SIZE=3000")
        assert (code, b"25 MiB" in words) == (552, True)
        client.docmd("MAIL FROM:<a@b.example>")
        client.docmd("RCPT TO:<support@help.localhost>")
        client.docmd("RCPT TO:<support+x@help.localhost>")
        client.docmd("DATA")
        client.send(b"Subject: x\r\n\r\n" + b"word \r\n" * 1000 + b".\r\n")
        assert [client.getreply()[0] for _recipient in range(2)] == [552, 552]
        assert client.noop()[0] == 250
    assert not IncomingEmail.objects.exists()


def test_while_the_database_is_away_the_mail_server_keeps_the_mail(monkeypatch):
    def away(**_mail):
        raise OperationalError("away")

    with door() as client:
        with monkeypatch.context() as patched:
            patched.setattr(storing, "store_email", away)
            assert hand_over(client, mail(), "support@help.localhost")[0][0] == 451
        assert hand_over(client, mail(), "support@help.localhost")[0][0] == 250
    assert IncomingEmail.objects.count() == 1


def test_a_connection_that_is_cut_stores_nothing_and_the_same_mail_again_is_one():
    with door() as client:
        client.docmd("MAIL FROM:<a@b.example>")
        client.docmd("RCPT TO:<support@help.localhost>")
        client.docmd("DATA")
        client.send(b"Subject: half")
    assert not IncomingEmail.objects.exists()
    with door() as client:
        for _time in range(2):
            assert hand_over(client, mail(), "support@help.localhost")[0][0] == 250
    assert IncomingEmail.objects.count() == 1


def test_a_line_of_a_hundred_thousand_letters_is_taken():
    with door() as client:
        raw = b"From: a@b.example\n\n" + b"x" * 100_000 + b"\n"
        assert hand_over(client, raw, "support@help.localhost")[0][0] == 250
