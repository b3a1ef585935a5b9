"""The ways that docs/mail.md and docs/mail-receiving.md describe, with Dovecot and Postfix where they are installed.

Debian: `apt-get install --no-install-recommends dovecot-imapd postfix`; without them this warns and tests nothing.
"""

import re
import smtplib
import ssl
import time
import warnings
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import OperationalError
from imap_tools import MailBoxUnencrypted

from tests.tickets import real_servers
from tests.tickets.conftest import mail, open_ticket
from tests.tickets.mail_keys import certificate
from tests.tickets.rude_smtp import RudeServer
from tests.tickets.test_lmtp import door
from tickets import actions
from tickets.mail.actions import delivering, fetching, storing
from tickets.models import IncomingEmail

pytestmark = pytest.mark.django_db(transaction=True)
DOCS = Path(site.BASE_DIR) / "docs"


def _skip(name):
    warnings.warn(
        f"{name} isn't installed, or may not be started by who isn't root: no test talked with it", stacklevel=2
    )
    pytest.skip(f"no {name}")


@pytest.fixture(scope="module")
def dovecot():
    """A Dovecot's ports, without TLS and with, and its certificate."""
    if not real_servers.has_dovecot():
        _skip("Dovecot")
    with real_servers.own_folder() as folder:
        signed = certificate(folder)
        with real_servers.dovecot(folder, signed) as (plain, tls):
            yield plain, tls, signed


@contextmanager
def mailbox(port):
    with MailBoxUnencrypted("127.0.0.1", port).login("hc", "pw") as opened:
        yield opened


def put(port, *raws):
    with mailbox(port) as opened:
        for raw in raws:
            opened.append(raw)


def counted(port, folder):
    with mailbox(port) as opened:
        opened.folder.set(folder)
        return len(opened.uids("ALL"))


def fetch(account):
    with fetching.opened(account) as opened:
        return fetching.empty(opened, account)


def some(number):
    return mail(mail_id=f"<{number}@x.example>", text=f"Mail {number}").replace(b"\n", b"\r\n")


def test_dovecots_mailbox_is_emptied_byte_for_byte_and_each_mail_moved_at_once(dovecot):
    account = fetching.Account("127.0.0.1", dovecot[0], "hc", "pw", tls="none", done="Stored")
    raws = [some(number) for number in range(20)]
    put(dovecot[0], *raws)
    with fetching.opened(account) as opened:
        # It says so only after the login.
        assert "MOVE" in opened.client.capabilities
        assert fetching.empty(opened, account) == 20
    assert sorted(bytes(row.original.content) for row in IncomingEmail.objects.all()) == sorted(raws)
    assert (counted(dovecot[0], "INBOX"), counted(dovecot[0], "Stored"), fetch(account)) == (0, 20, 0)


def test_dovecot_tells_of_a_mail_at_once(dovecot):
    account = fetching.Account("127.0.0.1", dovecot[0], "hc", "pw", tls="none", done="Stored")

    class Asked(Event):
        """Asked whether to stop, it has a mail come."""

        def is_set(self):
            put(dovecot[0], some("late"))
            return False

    began = time.monotonic()
    with fetching.opened(account) as opened:
        fetching.wait(opened, Asked(), seconds=60)
        assert fetching.empty(opened, account) >= 1
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(("tls", "port"), [("tls", 1), ("starttls", 0)])
def test_the_password_goes_to_a_dovecot_alone_whose_certificate_is_trusted(dovecot, monkeypatch, tls, port):
    account = fetching.Account("127.0.0.1", dovecot[port], "hc", "pw", tls=tls, done="Stored")
    with pytest.raises(ssl.SSLCertVerificationError):
        fetch(account)
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot[2]))
    put(dovecot[0], some(tls))
    assert fetch(account) == 1


def block(page, beginning):
    """The block of the page that begins so."""
    return next(
        text for text in re.findall(r"```\n(.*?)```", (DOCS / page).read_text(), re.S) if text.startswith(beginning)
    )


def ours(text, **changes):
    """What a page says for example.com, for this site."""
    for old, new in {"example.com": "help.localhost", **changes}.items():
        text = text.replace(old, new)
    return text


def comes(holds, seconds=60):
    """Whether it holds in the end: a mail server has its own time."""
    until = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < until:
        Event().wait(0.05)
    return found


def hand_over(port, raw, *to, sender="hanako@example.com"):
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail(sender, to, raw)


@pytest.fixture
def folder():
    if not real_servers.has_postfix():
        _skip("Postfix")
    with real_servers.own_folder() as own:
        yield own / "postfix"


def test_postfix_hands_mail_over_by_lmtp_as_the_page_says_and_keeps_it_while_the_database_is_away(folder, monkeypatch):
    ticket = open_ticket()
    answer_to = ticket.emails.get().reply_to
    kept, tries = storing.store_email, []

    def away_at_first(**given):
        tries.append(given)
        if len(tries) == 1:
            raise OperationalError("away")
        return kept(**given)

    monkeypatch.setattr(storing, "store_email", away_at_first)
    with door() as client:
        here = f"127.0.0.1:{client.sock.getpeername()[1]}"
        main = ours(block("mail-receiving.md", "recipient_delimiter"), **{"127.0.0.1:8024": here})
        with real_servers.postfix(folder, main=main) as port:
            hand_over(port, mail(to=answer_to), answer_to)
            assert comes(lambda: IncomingEmail.objects.count() == 1)
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                hand_over(port, mail(), "nobody@help.localhost")
            with pytest.raises(smtplib.SMTPSenderRefused, match="size"):
                hand_over(port, b"Subject: x\r\n\r\n" + b"word\r\n" * 5_000_000, answer_to)
    row = IncomingEmail.objects.get()
    assert len(tries) == 2
    envelope = {"door": "lmtp", "sender": "hanako@example.com", "recipients": [answer_to], "client": "127.0.0.1"}
    assert {name: row.envelope[name] for name in envelope} == envelope
    actions.read_email(incoming_id=row.pk)
    assert ticket.messages.filter(channel="email").count() == 1


def test_postfix_pipes_mail_as_the_page_says(folder, monkeypatch):
    # Postfix starts it as somebody who may not read this checkout, so what it was given is kept and given on.
    given = folder.parent / "given"
    given.mkdir()
    given.chmod(0o777)
    script = folder.parent / "receive"
    script.write_text(
        f'#!/bin/sh\ncat > {given}/mail && printf "%s\\n" "$@" > {given}/part && mv {given}/part {given}/words\n'
    )
    script.chmod(0o755)
    main = ours(block("mail-receiving.md", "recipient_delimiter"), **{"lmtp:inet:127.0.0.1:8024": "helpcenter"})
    master = block("mail-receiving.md", "helpcenter unix")
    master = ours(master, **{"user=helpcenter": "user=nobody", "/srv/helpcenter/bin/receive": str(script)})
    with real_servers.postfix(folder, main=main, master=master) as port:
        hand_over(port, mail(), "support+x@help.localhost", sender="")
        assert comes((given / "words").exists), (folder / "log" / "postfix.log").read_text()[-2000:]
    with (given / "mail").open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        call_command("receive_mail", *(given / "words").read_text().removesuffix("\n").split("\n"))
    row = IncomingEmail.objects.get()
    assert (row.envelope["door"], row.envelope["sender"]) == ("pipe", "")
    assert row.envelope["recipients"] == ["support+x@help.localhost"]


def test_through_postfix_a_reply_arrives_and_what_comes_back_is_known(folder, settings, aki):
    settings.BOUNCE_ADDRESS = "bounces@help.localhost"
    world = RudeServer(real_servers.free_port())
    # It is away first, and then has no such mailbox.
    world.answers["RCPT"] = [b"451 Later", b"250 OK", b"550 5.1.1 No such user"]
    ticket = open_ticket()
    with door() as client:
        here = f"127.0.0.1:{client.sock.getpeername()[1]}"
        main = ours(block("mail-receiving.md", "recipient_delimiter"), **{"127.0.0.1:8024": here})
        main = main.replace("inline:{ ", "inline:{ bounces@help.localhost=helpcenter, ")
        main = ours(block("mail.md", "# The name")) + main + f"relayhost = [127.0.0.1]:{world.port}\n"
        with real_servers.postfix(folder, main=main) as port:
            options = {"host": "127.0.0.1", "port": port, "timeout": 5}
            settings.MAILERS = {"default": {"BACKEND": "tickets.mail.smtp.SmtpBackend", "OPTIONS": options}}
            first = ticket.emails.get()
            delivering.deliver(first.pk, last_attempt=False)
            assert comes(lambda: len(world.letters) == 1)
            assert message_from_bytes(world.letters[0])["Message-ID"] == first.mail_id
            second = actions.reply(ticket=ticket, author=aki, body="Try this.").emails.get()
            delivering.deliver(second.pk, last_attempt=False)
            assert comes(lambda: IncomingEmail.objects.count() == 1)
    world.stop()
    row = IncomingEmail.objects.get()
    actions.read_email(incoming_id=row.pk)
    row.refresh_from_db()
    second.refresh_from_db()
    assert (row.reason, second.returned_at is None) == ("bounce", False)
