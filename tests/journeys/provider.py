"""A login of somebody else's under the help center's domain name: its cookie is Lax, and tests make it misbehave."""

import html
import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.journeys.site import Site

PEOPLE = {"Marta": {"plan": "pro"}, "Ben": {"plan": "team", "role": "owner"}}
# Each known from one journey alone: an older word about somebody doesn't count once there was a newer one.
PEOPLE |= {name: {"plan": "pro"} for name in ("Ada", "Eli", "Kim", "Noa")} | {"Ida": {"plan": "free"}}
# Of a company whose people work at the desk.
STAFF: dict[str, dict[str, Any]] = {"Uma": {"groups": ["support"]}}


class Login:
    """`manner` is how it answers what wants no page; `prompts` is what it was asked for, oldest first.

    With `logs_out` it says that it logs people out; `farewells` is with what it was asked to.
    """

    def __init__(self, server: ThreadingHTTPServer, host: str) -> None:
        self.host = host
        self.origin = f"http://{host}:{server.server_port}"
        self.key = ECKey.generate_key("P-256", {"kid": "one", "alg": "ES256"})
        self.codes: dict[str, dict[str, str]] = {}
        self.plans: dict[str, dict[str, Any]] = {}
        self.logs_out = False
        self.begin()

    def begin(self) -> None:
        """As it is before each journey."""
        self.manner = "well"
        self.prompts: list[str] = []
        self.farewells: list[dict[str, str]] = []
        self.seconds = 0.0
        # How long ago it says that it said it.
        self.age = 0
        self.plans = {name: dict(rights) for name, rights in (PEOPLE | STAFF).items()}

    def document(self) -> dict[str, object]:
        """What it says of itself."""
        return {
            "issuer": self.origin,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "jwks_uri": f"{self.origin}/jwks",
            "prompt_values_supported": ["none", "login", "select_account"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
        } | self.farewell()

    def farewell(self) -> dict[str, object]:
        """What it says of logging out."""
        if not self.logs_out:
            return {}
        return {"end_session_endpoint": f"{self.origin}/logout", "backchannel_logout_supported": True}

    def authorize(self, asked: dict[str, str], person: str) -> tuple[int, dict[str, str], str]:
        """Back with a code or an error, or a page of its own."""
        prompt = asked.get("prompt", "")
        self.prompts.append(prompt)
        if prompt == "none":
            time.sleep(self.seconds)
            if self.manner == "page":
                return 200, {"X-Frame-Options": "DENY"}, "<h1>Log in</h1>"
            if self.manner.endswith("_required"):
                return self.back(asked, error=self.manner)
            if self.manner == "wrong state":
                return self.back(asked | {"state": f"{asked['state']}x"}, code=self.code(asked, person))
            if not person:
                return self.back(asked, error="login_required")
        elif not person or prompt:
            onward = urlencode({name: value for name, value in asked.items() if name != "prompt"})
            links = [f'<p><a href="{html.escape(f"/enter?who={who}&{onward}")}">{who}</a></p>' for who in self.plans]
            return 200, {}, "<h1>Who are you?</h1>" + "".join(links)
        return self.back(asked, code=self.code(asked, person))

    def logout(self, asked: dict[str, str]) -> tuple[int, dict[str, str], str]:
        """Nobody is logged in here any more, and back to who asked (OpenID Connect RP-Initiated Logout 1.0)."""
        self.farewells.append(asked)
        onward = f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}"
        return 302, {"Location": onward, "Set-Cookie": "who=; Path=/; Max-Age=0"}, ""

    def logout_token(self, name: str) -> str:
        """What says that they logged out here (OpenID Connect Back-Channel Logout 1.0)."""
        now = int(time.time())
        claims = {"iss": self.origin, "aud": "help-center", "sub": name, "jti": secrets.token_urlsafe(16)}
        claims |= {"iat": now, "exp": now + 120, "events": {"http://schemas.openid.net/event/backchannel-logout": {}}}
        return jwt.encode({"alg": "ES256", "kid": "one", "typ": "logout+jwt"}, claims, self.key)

    def code(self, asked: dict[str, str], person: str) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = {"nonce": asked["nonce"], "person": person}
        return code

    def back(self, asked: dict[str, str], **answer: str) -> tuple[int, dict[str, str], str]:
        """To where it was asked from."""
        return 302, {"Location": f"{asked['redirect_uri']}?{urlencode(answer | {'state': asked['state']})}"}, ""

    def token(self, given: dict[str, str]) -> tuple[int, dict[str, str]]:
        """The ID token for a code, and that there is none for any other."""
        known, now = self.codes.pop(given["code"], None), int(time.time())
        if known is None:
            return 400, {"error": "invalid_grant"}
        name = known["person"]
        claims = {"iss": self.origin, "aud": "help-center", "sub": name, "nonce": known["nonce"], "name": name}
        claims |= {
            "iat": now - self.age,
            "exp": now + 300,
            "email": f"{name.lower()}@acme.example",
            "email_verified": True,
        }
        claims |= {"product": "claude", "locale": "en", "org": "acme"} | self.plans[name]
        signed = jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.key)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def serving(*hosts: str) -> Iterator[list[Login]]:
    """A login at each of these names, on one port."""
    logins: dict[str, Login] = {}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            login, url = logins[self.headers["Host"].partition(":")[0]], urlsplit(self.path)
            asked = dict(parse_qsl(url.query))
            cookie = SimpleCookie(self.headers["Cookie"]).get("who")
            if url.path == "/enter":
                # The cookie of most logins: it reaches a frame on a page of its own site, and on no other.
                kept = f"who={asked.pop('who')}; Path=/; HttpOnly; SameSite=Lax"
                onward = {"Location": f"/authorize?{urlencode(asked)}"} if asked else {}
                self.say(302 if asked else 200, {"Set-Cookie": kept} | onward, "<h1>Welcome</h1>")
            elif url.path == "/authorize":
                self.say(*login.authorize(asked, cookie.value if cookie else ""))
            elif url.path == "/logout":
                self.say(*login.logout(asked))
            elif url.path == "/jwks":
                self.say(200, {}, json.dumps({"keys": [login.key.as_dict(private=False)]}))
            else:
                self.say(200, {}, json.dumps(login.document()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            login = logins[self.headers["Host"].partition(":")[0]]
            status, answer = login.token(dict(parse_qsl(body)))
            self.say(status, {}, json.dumps(answer))

        def say(self, status: int, headers: dict[str, str], body: str) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(status)
                kind = "application/json" if body.startswith("{") else "text/html; charset=utf-8"
                for name, value in {"Content-Type": kind, **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    logins |= {host: Login(server, host) for host in hosts}
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield list(logins.values())
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Staff:
    """The admin's pages about domains, as a member of staff would fill them in."""

    def __init__(self, site: Site) -> None:
        self.at = f"http://127.0.0.1:{site.port}"
        self.session = requests.Session()
        self.session.headers["Host"] = urlsplit(site.help).netloc
        self._send("/admin/login/", {"username": "admin", "password": site.passwords["admin"]})

    def _page(self, path: str) -> str:
        return self.session.get(self.at + path, timeout=10).text

    def _send(self, path: str, fields: dict[str, str]) -> None:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self._page(path))
        assert found, path
        form = fields | {"csrfmiddlewaretoken": found[1]}
        answer = self.session.post(self.at + path, form, allow_redirects=False, timeout=10)
        errors = re.findall(r"<ul class=\"errorlist.*?</ul>", answer.text, re.DOTALL)
        assert answer.status_code == 302, (path, answer.status_code, errors)

    def domains(self) -> dict[str, str]:
        """The domains there are, by host."""
        page = self._page("/admin/accounts/domain/")
        rows = re.findall(r"/admin/accounts/domain/(\d+)/change/[^>]*>([^<]+)</a>", page)
        return {host: key for key, host in rows}

    def say(self, login: Login, **changes: str) -> None:
        """Makes or changes the login's row: a current domain that says in a frame who somebody is, unless told."""
        form = {"host": login.host, "name": login.host.partition(".")[0].title(), "product": "claude"}
        form |= {"issuer": login.origin, "client_id": "help-center", "client_auth": "none"}
        form |= {"status": "current", "assertion_audience": "issuer", "silent_sign_in": "on"} | changes
        key = self.domains().get(login.host)
        self._send(f"/admin/accounts/domain/{f'{key}/change' if key else 'add'}/", form)
