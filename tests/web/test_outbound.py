"""Requests to providers stay small, quick, encrypted and where they were sent."""

import time

import pytest
import requests

from web import outbound
from web.outbound import UnsafeError, fetch_json


def test_names_under_localhost_are_this_machine(claude):
    assert fetch_json(f"{claude.origin}/.well-known/openid-configuration")["issuer"] == claude.origin


def test_a_proxy_is_not_asked_for_this_machine(claude, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert fetch_json(f"{claude.origin}/jwks")["keys"]


def test_plain_http_is_for_this_machine_alone():
    with pytest.raises(UnsafeError, match="not https"):
        fetch_json("http://id.example.com/jwks")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("a.localhost", True), ("127.0.0.1", True), ("localhost.example", False), ("", False)],
)
def test_only_names_that_can_mean_nothing_else_are_this_machine(host, loopback):
    assert outbound.is_loopback(host) is loopback


def test_a_redirect_is_not_followed(claude):
    claude.answers["/jwks"] = (302, {"Location": f"{claude.origin}/token"}, b"")
    with pytest.raises(UnsafeError, match="redirects"):
        fetch_json(f"{claude.origin}/jwks")
    assert claude.asked["/token"] == 0


def test_a_large_answer_is_not_read_to_its_end(claude):
    claude.answers["/jwks"] = (200, {}, b"x" * (outbound.MOST_BYTES + 1))
    with pytest.raises(UnsafeError, match="too much"):
        fetch_json(f"{claude.origin}/jwks")


def test_an_answer_that_drips_is_given_up(claude, monkeypatch):
    monkeypatch.setattr(outbound, "TOTAL_SECONDS", 0.05)

    def drip():
        for _ in range(20):
            time.sleep(0.02)
            yield b" " * 8192

    claude.answers["/jwks"] = (200, {}, drip())
    with pytest.raises(UnsafeError, match="too slowly"):
        fetch_json(f"{claude.origin}/jwks")


def test_passwords_of_this_machine_are_not_sent_along(claude, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine claude.localhost login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    session = outbound.be_careful(requests.Session())
    request = session.prepare_request(requests.Request("GET", f"{claude.origin}/jwks"))
    assert "Authorization" not in request.headers


def test_nobody_listening_is_an_error_like_the_others(free_port):
    with pytest.raises(requests.RequestException):
        fetch_json(f"http://claude.localhost:{free_port}/jwks")
