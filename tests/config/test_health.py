"""Whether the process lives, and whether it can do its work."""

import socket
import time

import pytest
from django.db import connection


def test_a_process_that_answers_is_alive(reader):
    answer = reader.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_site_with_database_and_queue_is_ready(reader):
    answer = reader.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "queue": True}


def test_a_site_without_database_is_not_ready(reader, monkeypatch, free_port):
    monkeypatch.setitem(connection.settings_dict, "PORT", str(free_port))
    answer = reader.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False, "queue": False}


def test_a_database_that_accepts_and_says_nothing_is_given_up_soon(reader, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(silent.getsockname()[1]))
        started = time.monotonic()
        assert reader.get("/readyz").status_code == 503
        assert time.monotonic() - started < 5


@pytest.mark.django_db
def test_a_full_pool_does_not_make_the_site_unready(reader, monkeypatch):
    def nothing_left():
        raise AssertionError("readiness asked for a connection of the pool")

    monkeypatch.setattr(connection, "cursor", nothing_left)
    assert reader.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_told_without_tls(reader, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert reader.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_sets_no_cookie(reader, path):
    assert not reader.get(path).cookies
