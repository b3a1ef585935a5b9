"""The mailbox that is emptied by IMAP: a real server of its own on loopback."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from imap_tools import MailBoxUnencrypted

from tests.databases import url
from tests.tickets.conftest import mail
from tickets.mail.actions import fetching, storing
from tickets.models import IncomingEmail

pytestmark = pytest.mark.django_db(transaction=True)


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server():
    """An IMAP server with one mailbox in memory; its port."""
    port = _free_port()
    where = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command = [str(Path(sys.executable).parent / "pymap"), *where, "dict", "--demo-user", "hc", "--demo-password", "pw"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _try in range(300):
                with closing(socket.socket()) as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield port
        finally:
            process.kill()


@pytest.fixture
def account(server):
    return fetching.Account("127.0.0.1", server, "hc", "pw", tls="none", done="Stored")


@contextmanager
def mailbox(account):
    """The mailbox as its owner sees it, on a connection of its own."""
    with MailBoxUnencrypted("127.0.0.1", account.port).login("hc", "pw") as opened:
        yield opened


@pytest.fixture
def box(account):
    """The account, with an empty mailbox."""
    for name in ("Stored", "INBOX"):
        with mailbox(account) as opened:
            if opened.folder.exists(name):
                opened.folder.set(name)
                opened.delete(opened.uids("ALL"))
    return account


def put(box, *numbers):
    with mailbox(box) as opened:
        for number in numbers:
            opened.append(mail(mail_id=f"<{number}@x.example>", text=f"Mail {number}").replace(b"\n", b"\r\n"))


def fetch(account):
    with fetching.opened(account) as opened:
        return fetching.empty(opened, account)


def counted(box, folder):
    with mailbox(box) as opened:
        opened.folder.set(folder)
        return len(opened.uids("ALL"))


def test_mail_is_stored_byte_for_byte_and_put_away(box, account):
    put(box, 1, 2)
    assert fetch(account) == 2
    raws = sorted(bytes(row.original.content) for row in IncomingEmail.objects.all())
    assert raws[0] == mail(mail_id="<1@x.example>", text="Mail 1").replace(b"\n", b"\r\n")
    assert (counted(box, "INBOX"), counted(box, "Stored"), fetch(account)) == (0, 2, 0)


def test_without_a_folder_for_it_what_is_done_is_marked_as_read(box, account, server):
    put(box, 1)
    account = fetching.Account("127.0.0.1", server, "hc", "pw", tls="none")
    assert (fetch(account), fetch(account), counted(box, "INBOX")) == (1, 0, 1)


def test_what_cant_be_stored_stays_and_is_stored_later_once(box, account, monkeypatch):
    put(box, 1, 2, 3)
    kept = storing.store_email

    def full(**given):
        if IncomingEmail.objects.count() == 1:
            raise OSError("no room")
        return kept(**given)

    with monkeypatch.context() as patched:
        patched.setattr(storing, "store_email", full)
        with pytest.raises(OSError, match="no room"):
            fetch(account)
    assert (counted(box, "INBOX"), counted(box, "Stored")) == (2, 1)
    assert fetch(account) == 2
    assert IncomingEmail.objects.count() == 3


def test_a_stop_between_storing_and_putting_away_doubles_nothing(box, account, monkeypatch):
    put(box, 1, 2)
    with monkeypatch.context() as patched:
        patched.setattr("imap_tools.BaseMailBox.move", lambda *_given, **_more: (_ for _ in ()).throw(OSError("cut")))
        with pytest.raises(OSError, match="cut"):
            fetch(account)
    assert fetch(account) == 2
    assert IncomingEmail.objects.count() == 2


def test_of_two_at_once_one_takes_the_mail(box, account):
    put(box, *range(8))
    found = []

    def run():
        try:
            found.append(fetch(account))
        finally:
            connection.close()

    threads = [Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) + fetch(account) == IncomingEmail.objects.count() == 8
    assert counted(box, "INBOX") == 0


@contextmanager
def running(account):
    """`fetch_mail` as a process of its own, on the tests' database."""
    given = {"IMAP_HOST": "127.0.0.1", "IMAP_PORT": str(account.port), "IMAP_USER": "hc", "IMAP_PASSWORD": "pw"}
    given |= {"IMAP_TLS": "none", "IMAP_POLL_SECONDS": "1", "DATABASE_URL": url(connection.settings_dict["NAME"])}
    command = [sys.executable, "manage.py", "fetch_mail"]
    process = subprocess.Popen(command, env=os.environ | given, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _soon(holds, seconds=150):
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.2)
    return holds()


def test_a_fetcher_empties_the_mailbox_goes_on_and_ends_when_it_is_asked_to(box, account):
    # Where one is killed in the middle: test_rude_imap.py.
    put(box, 1, 2)
    with running(account) as process:
        assert _soon(lambda: counted(box, "INBOX") == 0)
        put(box, 10)
        assert _soon(lambda: IncomingEmail.objects.count() == 3)
        process.terminate()
        assert process.wait(30) == 0
    assert (IncomingEmail.objects.count(), counted(box, "Stored")) == (3, 3)


def test_a_wrong_password_and_a_server_that_is_away_are_said(box, account, settings):
    settings.IMAP = {"host": "127.0.0.1", "port": account.port, "user": "hc", "password": "no", "tls": "none"}
    with pytest.raises(CommandError, match="can't be emptied"):
        call_command("fetch_mail", "--once")
    settings.IMAP = settings.IMAP | {"port": _free_port()}
    with pytest.raises(CommandError, match="can't be emptied"):
        call_command("fetch_mail", "--once")


def test_waiting_ends_when_it_is_asked_to(box, account):
    stop = Event()
    stop.set()
    with fetching.opened(account) as opened:
        began = time.monotonic()
        fetching.wait(opened, stop, seconds=30)
    assert time.monotonic() - began < 10
