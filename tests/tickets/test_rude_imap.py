"""Mailboxes on servers that are slow, hang up, lie or number anew: each mail is stored once, and none is lost.

The server is a script on loopback; test_fetch_mail.py has a whole one, test_real_mail_servers.py has Dovecot.
"""

import imaplib
import os
import signal
import subprocess
import sys
import time
from threading import Event

import pytest
from django.db import connection

from tests.databases import url
from tests.tickets.conftest import mail
from tests.tickets.rude_imap import RudeMailbox
from tickets.mail.actions import fetching
from tickets.models import IncomingEmail

pytestmark = pytest.mark.django_db
ENDED = (OSError, imaplib.IMAP4.error)


@pytest.fixture
def server():
    server = RudeMailbox()
    server.mails = {uid: mail(mail_id=f"<{uid}@x.example>", text=f"Mail {uid}") for uid in (1, 2, 3)}
    yield server
    server.stop()


@pytest.fixture
def account(server):
    return fetching.Account("127.0.0.1", server.port, "hc", "pw", tls="none", done="Stored")


def fetch(account):
    with fetching.opened(account) as opened:
        return fetching.empty(opened, account)


def rows():
    return IncomingEmail.objects.count()


def test_a_connection_that_ends_in_the_middle_of_a_mail_stores_no_half_of_it(server, account):
    def half(client, words):
        client.socket.sendall(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % len(server.mails[1]) + server.mails[1][:40])
        client.hang_up()

    server.instead["FETCH"] = half
    with pytest.raises(ENDED):
        fetch(account)
    assert rows() == 0
    server.instead.clear()
    assert (fetch(account), rows(), server.mails) == (3, 3, {})
    assert sorted(bytes(row.original.content) for row in IncomingEmail.objects.all()) == sorted(server.stored.values())


def test_mail_that_is_numbered_anew_is_stored_once(server, account):
    server.instead["MOVE"] = lambda client, words: client.hang_up()
    with pytest.raises(ENDED):
        fetch(account)
    server.mails = {uid + 70: raw for uid, raw in server.mails.items()}
    server.instead.clear()
    assert (fetch(account), rows(), len(server.stored)) == (3, 3, 3)


@pytest.mark.parametrize("done", ["Stored", ""])
def test_a_server_that_says_done_and_does_nothing_doubles_nothing_and_lets_us_go(server, done):
    account = fetching.Account("127.0.0.1", server.port, "hc", "pw", tls="none", done=done)
    for name in ("MOVE", "STORE"):
        server.instead[name] = lambda client, words: client.done()
    assert [fetch(account), fetch(account), rows()] == [3, 3, 3]
    assert len(server.mails) == 3


def test_a_server_that_gives_nothing_for_a_mail_keeps_it_and_the_others_come(server, account, caplog):
    kept = server.do_fetch

    def nothing(client, words):
        if words[0] != b"2":
            return kept(client, words)
        client.say(b"1 FETCH (UID 2 RFC822.SIZE 300 BODY[] {0}\r\n)")
        return client.done()

    server.instead["FETCH"] = nothing
    assert (fetch(account), rows(), list(server.mails)) == (2, 2, [2])
    assert "doesn't give a mail" in caplog.text


def test_a_mail_that_its_server_always_breaks_on_keeps_the_others_away_for_a_while_only(server, account):
    usual = server.do_fetch
    server.instead["FETCH"] = lambda client, words: client.hang_up() if words[0] == b"1" else usual(client, words)
    for _try in range(15):
        with pytest.raises(ENDED), fetching.opened(account) as opened:
            fetching.empty(opened, account, in_any_order=True)
    assert (rows(), list(server.mails)) == (2, [1])


def test_a_mail_that_is_moved_by_one_command_is_never_in_two_folders(server, account):
    fetch(account)
    assert "COPY" not in server.commands
    server.able, server.mails = b"IMAP4rev1", {7: mail(mail_id="<7@x.example>")}
    assert (fetch(account), len(server.stored), server.mails) == (1, 4, {})
    assert "COPY" in server.commands


def test_a_large_folder_is_taken_in_by_parts(server, account, monkeypatch):
    monkeypatch.setattr(fetching, "_AT_ONCE", 10)
    server.mails = {uid: mail(mail_id=f"<{uid}@x.example>", text=str(uid)) for uid in range(1, 48)}
    assert (fetch(account), rows(), server.commands.count("SEARCH")) == (47, 47, 6)


def test_a_server_that_ends_while_we_wait_is_noticed_at_once_and_costs_nothing(server, account):
    def end(client, words):
        client.socket.sendall(b"+ idling\r\n")
        client.hang_up()

    server.instead["IDLE"] = end
    began, worked = time.monotonic(), time.process_time()
    with pytest.raises(ENDED), fetching.opened(account) as opened:
        fetching.wait(opened, Event(), seconds=5)
    assert time.monotonic() - began < 4
    assert time.process_time() - worked < 1


@pytest.mark.parametrize("words", [b"", b"+ idling\r\n"])
def test_a_server_that_never_answers_idle_is_left_in_time(server, account, monkeypatch, words):
    monkeypatch.setattr(fetching, "_TIMEOUT", 0.5)
    server.instead["IDLE"] = lambda client, _words: client.socket.sendall(words)
    server.instead["LOGOUT"] = lambda client, _words: None
    began = time.monotonic()
    with pytest.raises(ENDED), fetching.opened(account) as opened:
        fetching.wait(opened, Event(), seconds=0.2)
    assert time.monotonic() - began < 5


def test_news_ends_the_waiting(server, account):
    waiting = []

    def idle(client, words):
        waiting.append(client)
        client.socket.sendall(b"+ idling\r\n")
        client.file.readline()
        client.done()

    class Asked(Event):
        """Asked whether to stop, it lets the server tell of a mail."""

        def is_set(self):
            waiting[0].say(b"4 EXISTS")
            return False

    server.instead["IDLE"] = idle
    began = time.monotonic()
    with fetching.opened(account) as opened:
        fetching.wait(opened, Asked(), seconds=20)
    assert time.monotonic() - began < 5


_FETCHER = """
import sys, django
django.setup()
from tickets.mail.actions.fetching import Account, empty, opened
account = Account("127.0.0.1", int(sys.argv[1]), "hc", "pw", tls="none", done="Stored")
with opened(account) as box:
    empty(box, account)
"""


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_between_storing_and_putting_away_stored_it_once(server, account):
    started = []

    def kill(client, words):
        server.move(int(words[0])) if len(server.mails) == 3 else started[0].send_signal(signal.SIGKILL)
        client.done()

    server.instead["MOVE"] = kill
    environment = os.environ | {"DATABASE_URL": url(connection.settings_dict["NAME"]), "DATABASE_POOL": "0"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    started.append(subprocess.Popen([sys.executable, "-c", _FETCHER, str(server.port)], env=environment))
    assert started[0].wait(120) == -signal.SIGKILL
    assert (rows(), len(server.mails)) == (2, 2)
    server.instead.clear()
    assert (fetch(account), rows(), len(server.stored)) == (2, 3, 3)
