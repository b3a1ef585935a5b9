"""Mail that goes out is signed, over TLS from the first byte where it is set so, and to letters of all scripts."""

import socket
import ssl
from contextlib import suppress

import dkim
import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ImproperlyConfigured

from config import mailers
from tests.tickets.conftest import open_ticket
from tests.tickets.mail_keys import certificate, private_key
from tickets.mail.actions import delivering
from tickets.mail.doctor.records import public_half


class Kept:
    """A mail server that keeps what it gets, byte for byte, and who it was for."""

    def __init__(self):
        self.letters, self.recipients, self.senders = [], [], []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope.original_content)
        self.recipients += envelope.rcpt_tos
        self.senders.append(envelope.mail_from)
        return "250 OK"


@pytest.fixture
def server(free_port, settings, request):
    """It takes what the site sends during the test; `request.param` goes to aiosmtpd."""
    kept = Kept()
    options = getattr(request, "param", {})
    controller = Controller(kept, hostname="127.0.0.1", port=free_port, **options)
    controller.start()
    mailer = {"host": "127.0.0.1", "port": free_port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "tickets.mail.smtp.SmtpBackend", "OPTIONS": mailer}}
    yield kept
    controller.stop()


@pytest.fixture
def keyed(settings):
    settings.DKIM = {"domain": "help.localhost", "selector": "one", "key": private_key()}


def names(name, timeout=5):
    """What the name server says of our key, and of nothing else."""
    assert name == b"one._domainkey.help.localhost."
    return f"v=DKIM1; k=rsa; p={public_half(private_key())}".encode()


def sent(server, **ticket):
    email = open_ticket(**ticket).emails.get()
    delivering.deliver(email.pk, last_attempt=False)
    email.refresh_from_db()
    return email


@pytest.mark.django_db
def test_a_receiver_that_looks_our_key_up_finds_the_letter_unchanged(server, keyed):
    sent(server, locale="ja", subject="解約について", body="解約したいです。🙂" * 40)
    [letter] = server.letters
    assert dkim.verify(letter, dnsfunc=names)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda letter: letter.replace(b"help.localhost>\r\nTo:", b"evil.example>\r\nTo:"),
        lambda letter: b"From: Support <support@help.localhost>\r\n" + letter,
        lambda letter: b"Subject: Pay now\r\n" + letter,
        lambda letter: b"Cc: all@example.com\r\n" + letter,
        lambda letter: letter.replace(b"Yamada", b"Tanaka"),
        lambda letter: letter + b"PS: pay here.\r\n",
    ],
)
def test_whatever_is_changed_or_added_on_the_way_is_noticed(server, keyed, change):
    sent(server)
    changed = change(server.letters[0])
    assert changed != server.letters[0]
    assert not dkim.verify(changed, dnsfunc=names)


@pytest.mark.django_db
def test_without_a_key_nothing_is_signed(server):
    sent(server)
    assert b"DKIM-Signature" not in server.letters[0]


@pytest.mark.django_db
def test_a_key_that_is_none_fails_and_says_so(server, settings):
    settings.DKIM = {
        "domain": "x",
        "selector": "y",
        "key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    }
    email = sent(server)
    assert (email.status, "DKIM" in email.last_error, server.letters) == ("failed", True, [])


@pytest.mark.django_db
def test_the_envelope_has_the_mails_own_bounce_address(server, settings):
    settings.BOUNCE_ADDRESS = "bounces@help.localhost"
    email = sent(server)
    assert server.senders[0].startswith(f"bounces+{email.pk}.")
    assert b"From: Product Support team <support@help.localhost>" in server.letters[0]


@pytest.mark.django_db
@pytest.mark.parametrize("server", [{"enable_SMTPUTF8": True}], indirect=True)
def test_an_address_with_letters_of_any_script_gets_its_mail_where_the_server_can(server, keyed):
    assert sent(server, requester_email="jörg@example.com").status == "sent"
    assert server.recipients == ["jörg@example.com"]
    assert "jörg@example.com".encode() in server.letters[0]
    assert dkim.verify(server.letters[0], dnsfunc=names)


@pytest.mark.django_db
@pytest.mark.parametrize("server", [{"enable_SMTPUTF8": False}], indirect=True)
def test_where_the_server_cannot_it_is_said_at_once(server):
    email = sent(server, requester_email="jörg@example.com")
    assert (email.status, server.letters) == ("failed", [])
    assert "SMTPUTF8" in email.last_error


@pytest.mark.django_db
def test_a_domain_of_another_script_is_written_for_any_server(server):
    assert sent(server, requester_email="joerg@exämple.com").status == "sent"
    assert server.recipients == ["joerg@xn--exmple-cua.com"]


@pytest.mark.django_db
@pytest.mark.parametrize(("trusted", "status"), [(True, "sent"), (False, "queued")])
def test_tls_from_the_first_byte_with_a_certificate_that_holds(
    free_port, settings, tmp_path, monkeypatch, trusted, status
):
    file, kept = certificate(tmp_path), Kept()
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(file)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    controller = Controller(kept, hostname="127.0.0.1", port=free_port, ssl_context=serving)
    controller._trigger_server = lambda: _hello(free_port)  # its own would need the server's context as a client's
    controller.start()
    mailer = {"host": "127.0.0.1", "port": free_port, "timeout": 5, "use_ssl": True}
    settings.MAILERS = {"default": {"BACKEND": "tickets.mail.smtp.SmtpBackend", "OPTIONS": mailer}}
    email = open_ticket().emails.get()
    with suppress(delivering.NotDeliveredError):
        delivering.deliver(email.pk, last_attempt=False)
    controller.stop()
    email.refresh_from_db()
    assert (email.status, len(kept.letters)) == (status, int(trusted))
    assert ("certificate" in email.last_error.lower()) is not trusted


def _hello(port):
    """Until the server says something, whatever its certificate."""
    anybodys = ssl.create_default_context()
    anybodys.check_hostname, anybodys.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 5) as plain, anybodys.wrap_socket(plain) as secret:
        secret.recv(1024)


# --- what the environment says ---


@pytest.fixture
def environment(monkeypatch):
    """Sets what is given, and nothing else about mail."""

    def of(**values):
        for name in ("SMTP_HOST", "SMTP_PORT", "SMTP_TLS", "SMTP_STARTTLS", "EMAIL_PROVIDER", "EMAIL_PROVIDER_KEY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return of


def test_tls_from_the_start_has_its_own_port(environment, tmp_path):
    environment(SMTP_HOST="mx.example", SMTP_TLS="1")
    options = mailers.mailers(tmp_path)["default"]["OPTIONS"]
    assert (options["port"], options["use_ssl"], options["use_tls"]) == (465, True, False)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"SMTP_HOST": "mx.example", "SMTP_TLS": "1", "SMTP_STARTTLS": "1"}, "SMTP_STARTTLS"),
        ({"SMTP_HOST": "mx.example", "EMAIL_PROVIDER": "postmark", "EMAIL_PROVIDER_KEY": "x"}, "SMTP_HOST"),
        ({"EMAIL_PROVIDER": "postmark"}, "EMAIL_PROVIDER_KEY"),
        ({"EMAIL_PROVIDER": "pigeon"}, "EMAIL_PROVIDER"),
    ],
)
def test_a_way_out_that_contradicts_itself_stops_the_start(environment, tmp_path, values, named):
    environment(**values)
    with pytest.raises(ImproperlyConfigured, match=named):
        mailers.mailers(tmp_path)


def test_a_key_for_signing_is_read_once_from_its_file_or_stops_the_start(environment, tmp_path):
    file = tmp_path / "dkim.pem"
    environment(DKIM_DOMAIN="help.example", DKIM_SELECTOR="one", DKIM_KEY=str(file))
    with pytest.raises(ImproperlyConfigured, match="can't be read"):
        mailers.dkim()
    file.write_text("nothing")
    with pytest.raises(ImproperlyConfigured, match="no private key"):
        mailers.dkim()
    file.write_text(private_key())
    assert mailers.dkim() == {"domain": "help.example", "selector": "one", "key": private_key()}
    environment(DKIM_SELECTOR="", DKIM_KEY="")
    with pytest.raises(ImproperlyConfigured, match="DKIM_SELECTOR, DKIM_KEY"):
        mailers.dkim()
