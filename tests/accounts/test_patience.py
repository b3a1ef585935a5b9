"""A silent provider holds one request for as long as we wait for it, and hardly anybody else."""

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from django.db import connection

from accounts.sign_in import discovery, patience, provider
from tests import cast
from web import outbound


class Silent:
    """Takes connections and never answers."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.taken = []
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def origin(self):
        return f"http://claude.localhost:{self.server.getsockname()[1]}"

    def _take(self):
        while True:
            try:
                self.taken.append(self.server.accept()[0])
            except OSError:
                return


@pytest.fixture
def silent(monkeypatch):
    monkeypatch.setattr(outbound, "TOTAL_SECONDS", 0.5)
    it = Silent()
    yield it
    it.server.close()
    for taken in it.taken:
        taken.close()


@pytest.mark.django_db(transaction=True)
def test_of_many_sign_ins_at_a_silent_provider_one_asks_and_the_others_are_told(silent):
    cast.domain(issuer=silent.origin)

    def leave(_number):
        status = cast.Browser().get("/en/sign-in/claude.localhost/").status_code
        connection.close()
        return status

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(leave, range(8))) == {502}
    assert leave(0) == 502
    assert len(silent.taken) == 1


def test_a_code_that_a_silent_provider_should_redeem_is_given_up_too(claude, silent, db):
    row = claude.domain()
    document = json.dumps({"issuer": row.issuer, "token_endpoint": f"{silent.origin}/token"}).encode()
    claude.answers["/.well-known/openid-configuration"] = (200, {}, document)
    for _each in range(2):
        with pytest.raises(discovery.ProviderUnavailableError):
            provider.redeem(row, code="c", verifier="v", redirect_uri="http://help.localhost:8000/x")
    assert len(silent.taken) == 1


def test_an_old_description_serves_while_the_provider_is_down(claude, db, monkeypatch):
    monkeypatch.setattr(discovery, "FRESH_SECONDS", 0)
    row, depart = claude.domain(), {"redirect_uri": "http://help.localhost:8000/x", "locale": "en"}
    provider.depart(row, **depart)
    claude.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    assert [provider.depart(row, **depart).url.startswith(claude.origin) for _each in range(3)] == [True] * 3
    assert claude.asked["/.well-known/openid-configuration"] == 2


def test_after_its_rest_an_address_is_tried_again(monkeypatch):
    monkeypatch.setattr(patience, "REST_SECONDS", 0.05)

    def turn(fails):
        with patience.patience("https://id.example", tired_by=(requests.Timeout,)):
            if fails:
                raise requests.Timeout

    with pytest.raises(requests.Timeout):
        turn(True)
    with pytest.raises(patience.ImpatientError):
        turn(False)
    time.sleep(0.06)
    turn(False)
