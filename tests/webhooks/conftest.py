"""A receiver on this machine that really listens, and endpoints that lead to it."""

import base64
import hashlib
import hmac
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from api.telling import data_of
from tests import cast
from webhooks.actions import endpoints, sending
from webhooks.kinds import ASKED_FOR
from webhooks.models import Delivery

EVERYTHING = [str(kind) for kind in ASKED_FOR]


def verified(secret, headers, body):
    """The JSON, once the signature is right: written from the specification, with nothing of ours."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = [each.split(",", 1) for each in headers["webhook-signature"].split(" ")]
    assert any(version == "v1" and hmac.compare_digest(wanted, each) for version, each in given)
    assert abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return json.loads(body)


@dataclass
class Receiver:
    """What came, as (path, headers, body); `answers` are its next ones, each a status and headers."""

    port: int = 0
    asked: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    body: bytes = b"{}"
    holds: Event | None = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hooks?from=desk"

    def told(self, secret):
        """The JSON of all that came, each with a right signature."""
        return [verified(secret, headers, body) for _path, headers, body in self.asked]


@contextmanager
def listening():
    """A receiver that says 200 to everything, unless told otherwise."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.asked.append((self.path, self.headers, body))
            if receiver.holds:
                receiver.holds.wait(20)
            status, headers = receiver.answers.pop(0) if receiver.answers else (200, {})
            if status is None:  # hangs up
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(receiver.body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(receiver.body)

        def log_message(self, *_args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args):
            """Who hung up while a huge answer was being sent."""

    with Server(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_port
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield receiver
        if receiver.holds:
            receiver.holds.set()
        server.shutdown()


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
