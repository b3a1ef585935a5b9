"""Endpoints of staff, and a receiver that they lead to."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from api.telling import data_of
from tests import cast
from tests.webhooks.receiver import listening
from webhooks.actions import endpoints, sending
from webhooks.kinds import ASKED_FOR
from webhooks.models import Delivery

EVERYTHING = [str(kind) for kind in ASKED_FOR]


@pytest.fixture
def receiver(settings):
    """One that webhooks may go to."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as made:
        yield made


@pytest.fixture
def owner(db):
    """A lead, who sees all tickets but reports."""
    return cast.staff(name="lea", groups=("leads",))


@pytest.fixture
def endpoint(owner, receiver):
    """One of the lead's that hears of everything, with its secret as `endpoint.words`."""
    return make_endpoint(owner=owner, url=receiver.url)


def make_endpoint(*, owner, url, name="Order system", kinds=EVERYTHING, with_reports=False):
    made, words = endpoints.make_endpoint(
        owner=owner, name=name, url=url, kinds=kinds, with_reports=with_reports, now=timezone.now()
    )
    made.words = words
    return made


def send(endpoint):
    """What a worker does: whether more may be due."""
    return sending.send_due(endpoint_id=endpoint.pk, data_of=data_of)


def bring_forward(endpoint):
    """Let all that waits, and rests, be due now."""
    now = timezone.now()
    type(endpoint).objects.filter(pk=endpoint.pk).update(rests_until=None)
    Delivery.objects.filter(endpoint=endpoint, state="waiting").update(next_at=now)


def states(endpoint):
    """Of all that it was told, oldest first."""
    return list(Delivery.objects.filter(endpoint=endpoint).order_by("pk").values_list("kind", "state"))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A file with a key and a certificate of an hour for hooks.example, which nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign"), False
    ) | {"digital_signature": True, "key_cert_sign": True, "encipher_only": False, "decipher_only": False}
    made = made.add_extension(x509.KeyUsage(**usage), critical=True)
    file = tmp_path_factory.mktemp("tls") / "hooks.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file
