"""Whether the process lives, and whether it can do its work."""

import pytest
from django.db import DatabaseError


def test_a_process_that_answers_is_alive(reader):
    answer = reader.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_site_with_database_and_queue_is_ready(reader):
    answer = reader.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "queue": True}


def test_a_site_without_database_is_not_ready(reader, monkeypatch):
    def fail():
        raise DatabaseError

    monkeypatch.setattr("config.health.connection.cursor", fail)
    answer = reader.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False, "queue": False}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_told_without_tls(reader, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert reader.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_sets_no_cookie(reader, path):
    assert not reader.get(path).cookies
