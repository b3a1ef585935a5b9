"""Who a mail's sender is, found out by this machine: signatures and records as the DNS would give them."""

from base64 import b64encode

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.tickets.conftest import mail
from tickets.mail import authentication, checking, parsing
from tickets.mail.doors import Envelope


@pytest.fixture(scope="module")
def key():
    return generate_private_key(65537, 2048)


@pytest.fixture
def records(key):
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "_dmarc.example.com": "v=DMARC1; p=reject",
        "s1._domainkey.example.com": b"v=DKIM1; k=rsa; p=" + b64encode(public),
    }


@pytest.fixture
def asked(records, settings):
    """What this machine finds out of a mail with only these records in the DNS."""
    settings.CHECK_SENDERS = True

    def ask(raw, envelope=None):
        def dns(name, timeout=5):
            return records.get((name if isinstance(name, str) else name.decode()).rstrip("."))

        return checking.results(raw, parsing.parse(raw), envelope or Envelope("pipe"), dns=dns)

    return ask


def signed(raw, key):
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return dkim.sign(raw, b"s1", b"example.com", pem, include_headers=[b"from", b"subject"]) + raw


def test_a_signature_of_the_senders_domain_vouches_for_it(asked, key):
    found = asked(signed(mail(), key))
    assert (found["dkim"], found["dmarc"]) == ("pass", "pass")


def test_a_changed_mail_is_vouched_for_by_nobody(asked, key):
    found = asked(signed(mail(), key).replace(b"works", b"fails"))
    assert found["dkim"] == "fail"
    assert "dmarc" not in found  # without the client's address SPF might have spoken for it


def test_what_our_mail_server_said_is_asked_no_more(asked, settings):
    settings.TRUSTED_AUTHSERV_ID = ["mx.our.example"]
    assert asked(mail(Authentication_Results="mx.our.example; dmarc=pass")) == {"dmarc": "pass"}


def test_nobody_is_asked_unless_a_setting_says_so(asked, settings, key):
    settings.CHECK_SENDERS = False
    assert asked(signed(mail(), key)) == {}


def test_a_mail_that_breaks_the_library_is_read_all_the_same(asked, monkeypatch):
    monkeypatch.setattr(checking, "authenticate_message", lambda *_mail, **_more: 1 / 0)
    assert asked(mail()) == {}


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ({"dmarc": "fail", "dkim": "pass"}, "dmarc"),
        ({"spf": "fail"}, "spf"),
        ({"spf": "fail", "dkim": "pass"}, ""),
        ({}, ""),
    ],
)
def test_which_method_disowns_a_mail(found, fault):
    assert authentication.fault(found) == fault
