"""A provider that nobody here wrote, idpyoidc, on a loopback server: it knows one person, who is signed in there."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from idpyoidc.message.oauth2 import ResponseMessage
from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration
from idpyoidc.server.exception import UnAuthorizedClient

SECRET = "a-secret-of-thirty-two-characters"
PERSON = {
    "sub": "diana",
    "name": "Diana Krall",
    "email": "diana@example.com",
    "email_verified": True,
    "https://acme.example/claims": {"plan": "gold"},
    "realm_access": {"roles": ["offline_access", "boss"]},
}
_PATHS = {
    "/.well-known/openid-configuration": "provider_config",
    "/authorization": "authorization",
    "/token": "token",
    "/userinfo": "userinfo",
    "/session": "session",
}
_CLASSES = {
    "provider_config": "idpyoidc.server.oidc.provider_config.ProviderConfiguration",
    "authorization": "idpyoidc.server.oidc.authorization.Authorization",
    "token": "idpyoidc.server.oidc.token.Token",
    "userinfo": "idpyoidc.server.oidc.userinfo.UserInfo",
    "session": "idpyoidc.server.oidc.session.Session",
}
_OPTIONS = {
    "userinfo": {"client_authn_method": ["bearer_header"]},
    "session": {"logout_verify_url": "/verify_logout", "post_logout_uri_path": "post_logout", "signing_alg": "ES256"},
}
_KEYS = [{"type": "RSA", "use": ["sig"]}, {"type": "EC", "crv": "P-256", "use": ["sig"]}]
_CRYPT = {"kwargs": {"keys": {"key_defs": [{"type": "OCT", "use": ["enc"], "kid": "password"}]}}}


def _server(issuer, client):
    # The one way alone, or it takes a client that shows nothing.
    options = _OPTIONS | {"token": {"client_authn_method": [client["token_endpoint_auth_method"]]}}
    endpoints = {
        name: {
            "path": path.lstrip("/"),
            "class": _CLASSES[name],
            "kwargs": options.get(name, {"client_authn_method": None}),
        }
        for path, name in _PATHS.items()
    }
    conf = {
        "issuer": issuer,
        "httpc_params": {"verify": False},
        "preference": {
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "PS256"],
            "scopes_supported": ["openid", "profile", "email", "rights"],
        },
        "key_conf": {"key_defs": _KEYS, "uri_path": "jwks"},
        "endpoint": endpoints,
        "authentication": {
            "anon": {
                "acr": "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocolPassword",
                "class": "idpyoidc.server.user_authn.user.NoAuthn",
                "kwargs": {"user": "diana"},
            }
        },
        "scopes_to_claims": {
            "openid": ["sub"],
            "email": ["email", "email_verified"],
            "profile": ["name"],
            "rights": ["https://acme.example/claims", "realm_access"],
        },
        "userinfo": {"class": "idpyoidc.server.user_info.UserInfo", "kwargs": {"db": {"diana": PERSON}}},
        "token_handler_args": {
            # Without a path, keys are made anew and written nowhere.
            "jwks_def": {
                "private_path": "",
                "key_defs": [{"type": "oct", "bytes": "24", "use": ["enc"], "kid": "code"}],
            },
            "code": {"lifetime": 60, "kwargs": {"crypt_conf": _CRYPT}},
            "token": {"class": "idpyoidc.server.token.jwt_token.JWTToken", "kwargs": {"lifetime": 600}},
            "id_token": {"class": "idpyoidc.server.token.id_token.IDToken", "kwargs": {}},
        },
        "session_params": {"encrypter": _CRYPT},
        "add_on": {
            "pkce": {"function": "idpyoidc.server.oauth2.add_on.pkce.add_support", "kwargs": {"essential": True}}
        },
        "cookie_handler": {
            "class": "idpyoidc.server.cookie_handler.CookieHandler",
            "kwargs": {
                "keys": {
                    "key_defs": [
                        {"type": "OCT", "use": ["enc"], "kid": "enc"},
                        {"type": "OCT", "use": ["sig"], "kid": "sig"},
                    ]
                },
                "name": {"session": "oidc_op", "register": "oidc_op_rp", "session_management": "sman"},
            },
        },
    }
    server = Server(OPConfiguration(conf=conf, base_path=""))
    server.context.cdb = {client["client_id"]: client}
    return server


@contextmanager
def foreign(help_center, way, keys=()):
    """The issuer; `way` is how the client shows who it is, `keys` its public keys (private_key_jwt)."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(dict(parse_qsl(urlsplit(self.path).query)))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(dict(parse_qsl(body)))

        def answer(self, asked):
            path = urlsplit(self.path).path
            if path == "/jwks":
                return self.say(200, json.dumps(op.keyjar.export_jwks()))
            endpoint = op.get_endpoint(_PATHS[path])
            headers = {"authorization": self.headers["Authorization"]} if self.headers["Authorization"] else {}
            name, _equals, value = (self.headers["Cookie"] or "").partition("=")
            info = {"headers": headers, "cookie": [{"name": name, "value": value}] if value else []}
            try:
                request = endpoint.parse_request(asked, http_info=info)
            except UnAuthorizedClient:
                return self.say(401, '{"error": "invalid_client"}')
            if isinstance(request, ResponseMessage) and "error" in request:
                return self.say(400, request.to_json())
            done = endpoint.process_request(request, http_info=info)
            if "redirect_location" in done:
                return self.say(302, "", {"Location": done["redirect_location"]})
            if "error" in done:
                return self.say(400, json.dumps({"error": done["error"]}))
            said = endpoint.do_response(request=request, **done)
            headers = dict(said.get("http_headers", []))
            for cookie in done.get("cookie", []):
                headers["Set-Cookie"] = f"{cookie['name']}={cookie['value']}"
            if path == "/authorization":
                return self.say(302, "", headers | {"Location": said["response"]})
            return self.say(200, said["response"], headers)

        def say(self, status, body, headers=None):
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_args):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = f"http://localhost:{listening.server_port}"
    client = {
        "client_id": "help-center",
        "client_secret": SECRET,
        "client_salt": "salted",
        "redirect_uris": [(f"{help_center}/sign-in/callback", {})],
        "post_logout_redirect_uri": (f"{help_center}/sign-out/callback", {}),
        "backchannel_logout_uri": f"{help_center}/sign-in/back-channel-logout",
        "token_endpoint_auth_method": way,
        "response_types_supported": ["code"],
        "allowed_scopes": ["openid", "profile", "email", "rights"],
    }
    op = _server(issuer, client)
    if keys:
        op.keyjar.import_jwks({"keys": list(keys)}, "help-center")
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield issuer, op
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
