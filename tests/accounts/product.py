"""A product as the help center meets it over the network: keys, discovery and tokens, on a real loopback server."""

import json
import secrets
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from accounts.models import Domain
from accounts.sign_in import algorithms
from accounts.sign_in.claims import LOGOUT_EVENT

_MAKE = {
    "EdDSA": lambda kid: OKPKey.generate_key("Ed25519", {"kid": kid, "alg": "EdDSA", "use": "sig"}),
    "Ed25519": lambda kid: OKPKey.generate_key("Ed25519", {"kid": kid}),
    "ES256": lambda kid: ECKey.generate_key("P-256", {"kid": kid, "alg": "ES256"}),
    "PS256": lambda kid: RSAKey.generate_key(2048, {"kid": kid}),
    "RS256": lambda kid: RSAKey.generate_key(2048, {"kid": kid}),
}


def make_key(algorithm="ES256", kid="first"):
    return _MAKE[algorithm](kid)


def sign(claims, key, algorithm, **header):
    registry = algorithms.REGISTRY if algorithm in algorithms.OF_PROVIDERS else JWSRegistry(algorithms=[algorithm])
    return jwt.encode({"alg": algorithm, "kid": key.kid, **header}, claims, key, registry=registry)


class Product:
    """Answers at http://<host>.localhost:<port>; tests change `answers` to make it misbehave."""

    def __init__(self, server, host="claude.localhost", product="claude", algorithm="ES256"):
        self.host, self.product, self.algorithm = host, product, algorithm
        self.origin = f"http://{host}:{server.server_port}"
        self.keys = [make_key(algorithm)]
        self.asked = Counter()
        self.token_request = {}
        self.id_token = ""
        self.token_headers = {}
        self.answers = {}
        self.description = {}

    @property
    def key(self):
        return self.keys[0]

    def domain(self, **changes):
        wanted = {
            "name": self.host,
            "product": self.product,
            "issuer": self.origin,
            "client_id": "help-center",
            "jwks_url": f"{self.origin}/jwks",
        }
        return Domain.objects.update_or_create(host=self.host, defaults=wanted | changes)[0]

    def claims(self, **changes):
        now = int(time.time())
        claims = {
            "iss": self.origin,
            "aud": "help-center",
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "jti": secrets.token_urlsafe(8),
            "email": "marta@example.com",
            "email_verified": True,
            "name": "Marta Silva",
            "locale": "ja",
            "product": self.product,
            "plan": "pro",
        } | changes
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, *, key=None, algorithm=None, header=None, **changes):
        """The identity for an embedded frame; with a nonce an ID token."""
        typ = "JWT" if "nonce" in changes else "messenger-identity+jwt"
        return sign(
            self.claims(**changes), key or self.key, algorithm or self.algorithm, **{"typ": typ} | (header or {})
        )

    def logout_token(self, *, header=None, **changes):
        """What says that person-1 signed out."""
        claims = self.claims(**({"events": {LOGOUT_EVENT: {}}} | changes))
        for name in ("email", "email_verified", "name", "locale", "product", "plan"):
            del claims[name]
        return sign(claims, self.key, self.algorithm, **{"typ": "logout+jwt"} | (header or {}))

    def answer(self, path):
        """The status, headers and body for the path."""
        if path in self.answers:
            return self.answers[path]
        documents = {
            "/jwks": {"keys": [key.as_dict(private=False) for key in self.keys]},
            "/.well-known/openid-configuration": {
                "issuer": self.origin,
                "authorization_endpoint": f"{self.origin}/authorize",
                "token_endpoint": f"{self.origin}/token",
            }
            | self.description,
            "/token": {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token},
        }
        return 200, {"Content-Type": "application/json"}, json.dumps(documents[path]).encode()


@contextmanager
def serving():
    """A server and the products by host that it plays; each request is answered by the product its Host names."""
    products = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            product = products[self.headers["Host"].partition(":")[0]]
            product.asked[self.path] += 1
            status, headers, body = product.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked may hang up on us
                for piece in [body] if isinstance(body, bytes) else body:
                    self.wfile.write(piece)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            product = products[self.headers["Host"].partition(":")[0]]
            product.token_headers = dict(self.headers)
            product.token_request = {name: values[0] for name, values in parse_qs(body).items()}
            self.do_GET()

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server, products
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
