"""POST /mail/incoming, the door for mail servers."""

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.tickets.conftest import mail
from tickets.mail import parsing, views
from tickets.models import IncomingEmail

TOKEN = "a-long-secret"


@pytest.fixture
def post(client, settings, db):
    """Hands over a raw mail; keyword arguments change the request."""
    settings.INCOMING_MAIL_TOKEN = TOKEN

    def send(raw=None, *, content_type="message/rfc822", token=f"Bearer {TOKEN}"):
        headers = {"Authorization": token} if token else {}
        raw = mail() if raw is None else raw
        return client.post("/mail/incoming", raw, content_type=content_type, headers=headers)

    return send


def test_a_mail_is_stored_and_queued_to_be_read(post):
    response = post(mail())
    row = IncomingEmail.objects.get()
    assert (response.status_code, response.json()) == (202, {"outcome": "received"})
    assert (row.outcome, bytes(row.original.content)) == ("received", mail())
    assert ProcrastinateJob.objects.get(task_name="tickets.read_email").args == {"incoming_id": row.pk}


def test_nobody_looks_into_a_mail_at_the_door(post, monkeypatch):
    monkeypatch.setattr(parsing, "parse", None)
    assert post(mail()).status_code == 202


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Bearer", f"Basic {TOKEN}", TOKEN, "Bearer ünknown"])
def test_a_stranger_is_turned_away(post, token):
    response = post(token=token.encode().decode("latin-1"))
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert not IncomingEmail.objects.exists()


def test_without_a_token_in_the_settings_there_is_no_door(post, settings):
    settings.INCOMING_MAIL_TOKEN = ""
    assert post().status_code == 404
    assert post(token="Bearer ").status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_only_post_is_answered(client, method):
    assert getattr(client, method)("/mail/incoming").status_code == 405


def test_a_mail_beyond_the_limit_is_refused(post, monkeypatch):
    monkeypatch.setattr(views, "LARGEST_MAIL", 1000)
    assert post(mail(text="x" * 2000)).status_code == 413
    assert not IncomingEmail.objects.exists()


def test_a_mail_larger_than_djangos_own_limit_is_taken(post, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert post(mail(text="x" * 2000)).status_code == 202


@pytest.mark.parametrize(
    ("content_type", "raw", "status"), [("text/plain", None, 415), ("message/rfc822", b" \n", 400)]
)
def test_what_is_no_mail_is_refused(post, content_type, raw, status):
    assert post(raw, content_type=content_type).status_code == status


def test_no_csrf_token_is_asked_for(settings, db):
    settings.INCOMING_MAIL_TOKEN = TOKEN
    strict = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    response = strict.post("/mail/incoming", mail(), content_type="message/rfc822", headers=headers)
    assert response.status_code == 202
