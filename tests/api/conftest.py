"""Programs with tokens, as the tests of the API have them."""

import json
from datetime import timedelta

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from api import actions
from api.scopes import Scope
from tests import cast

V1 = "/api/v1"
EVERYTHING = [str(scope) for scope in Scope]


class Program(Client):
    """Speaks JSON by a token and has no cookie; `program.user` is whose the token is."""

    def __init__(self, user=None, *, scopes=EVERYTHING, networks=(), days=1, name="Order system", **defaults):
        super().__init__(headers={"Host": "help.localhost:8000"}, **defaults)
        self.user, self.token = user, None
        if user is not None:
            self.token, words = actions.make_token(
                user=user, name=name, scopes=scopes, networks=networks,
                expires_at=timezone.now() + timedelta(days=days),
            )  # fmt: skip
            self.defaults["HTTP_AUTHORIZATION"] = f"Bearer {words}"

    def read(self, path, *, expect=200, **query):
        """The answer's JSON."""
        answer = self.get(V1 + path, query)
        assert answer.status_code == expect, answer.content
        return answer.json()

    def send(self, method, path, body=None, *, key=None):
        """The answer to a write."""
        headers = {"Idempotency-Key": f'"{key}"'} if key else {}
        text = body if isinstance(body, str) else json.dumps(body or {})
        return self.generic(method, V1 + path, text, content_type="application/json", headers=headers)

    def write(self, method, path, body=None, *, expect=200, **more):
        """The JSON of the answer to a write."""
        answer = self.send(method, path, body, **more)
        assert answer.status_code == expect, answer.content
        return answer.json()


@pytest.fixture
def program(db):
    """One of an agent's, that may all that agents may."""
    return Program(cast.staff(name="aki"))


@pytest.fixture
def site():
    """The site as a WSGI application in this process; each request stays in the test's transaction."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield WSGIHandler()
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)
