"""Who signs out at a product is signed out at the help center, too."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from accounts.sign_in.claims import LOGOUT_EVENT
from demo.signing_keys import REGISTRY


@pytest.fixture
def heard(settings):
    """What the help center was posted, as (path, fields)."""
    came = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            came.append((self.path, {name: values[0] for name, values in parse_qs(body).items()}))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    settings.SITE_URL = f"http://help.localhost:{server.server_port}"
    yield came
    server.shutdown()
    server.server_close()
    thread.join()


def read(browser, token):
    keys = KeySet.import_key_set(browser.get("/.well-known/jwks.json").json())
    return jwt.decode(token, keys, registry=REGISTRY)


def test_signing_out_is_told_with_the_session_that_the_identity_named(claude, heard):
    claude.become("pro")
    session = read(claude, claude.get("/identity").json()["identity"]).claims["sid"]
    claude.become("")
    ((path, fields),) = heard
    token = read(claude, fields["logout_token"])
    assert (path, token.header["typ"]) == ("/sign-in/back-channel-logout", "logout+jwt")
    assert (token.claims["sub"], token.claims["sid"]) == ("claude-pro", session)
    assert token.claims["events"] == {LOGOUT_EVENT: {}}


def test_becoming_somebody_else_ends_the_session_of_before(claude, heard):
    for person in ("pro", "free"):
        claude.become(person)
    assert [read(claude, fields["logout_token"]).claims["sub"] for _path, fields in heard] == ["claude-pro"]


def test_a_help_center_that_is_away_keeps_nobody_signed_in(claude, settings, free_port):
    settings.SITE_URL = f"http://help.localhost:{free_port}"
    claude.become("pro")
    assert claude.become("").status_code == 302
    assert claude.get("/identity").json() == {"identity": None}
