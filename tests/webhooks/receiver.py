"""A receiver of webhooks that really listens on this machine. Knows nothing of the site, and verifies by itself."""

import base64
import hashlib
import hmac
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


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
