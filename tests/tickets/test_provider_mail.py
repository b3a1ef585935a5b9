"""POST /mail/provider/…, the door for mail providers: each posts in its own form, and shows that it is it."""

import hashlib
import hmac
import time
from base64 import b64encode

import pytest
from django.db import OperationalError
from django.test import Client

from tests.tickets.conftest import mail
from tickets.mail.actions import storing
from tickets.models import IncomingEmail

SECRET = "mail:a-long-secret"
LOGIN = f"Basic {b64encode(SECRET.encode()).decode()}"


@pytest.fixture
def post(settings, db):
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": [SECRET]}

    def send(provider, body, *, login=LOGIN, **more):
        client = Client(raise_request_exception=False, headers={"Host": "help.localhost:8000"})
        return client.post(f"/mail/provider/{provider}", body, headers={"Authorization": login}, **more)

    return send


def postmark():
    raw = mail().decode()
    return {"FromFull": {"Email": "hanako@example.com"}, "OriginalRecipient": "support@help.localhost", "RawEmail": raw}


def test_postmark_posts_json_with_the_raw_mail(post):
    assert post("postmark", postmark(), content_type="application/json").status_code == 200
    row = IncomingEmail.objects.get()
    assert (row.envelope["door"], row.envelope["recipients"]) == ("postmark", ["support@help.localhost"])
    assert b"It works now." in bytes(row.original.content)


def test_mailgun_posts_a_form_that_it_signs(post, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
    stamp = str(int(time.time()))
    signature = hmac.new(b"key", f"{stamp}token".encode(), hashlib.sha256).hexdigest()
    form = {"timestamp": stamp, "token": "token", "signature": signature, "recipient": "support@help.localhost"}
    form |= {"sender": "hanako@example.com", "body-mime": mail().decode()}
    assert post("mailgun-mime", form).status_code == 200
    assert post("mailgun-mime", form | {"signature": "0" * 64}).status_code == 401
    assert IncomingEmail.objects.count() == 1


def test_the_same_mail_posted_twice_is_one(post):
    for _time in range(2):
        assert post("postmark", postmark(), content_type="application/json").status_code == 200
    assert IncomingEmail.objects.count() == 1


@pytest.mark.parametrize("login", ["", "Basic bWFpbDp3cm9uZw==", f"Bearer {SECRET}"])
def test_who_cant_show_the_password_is_refused(post, login):
    assert post("postmark", postmark(), content_type="application/json", login=login).status_code == 401
    assert not IncomingEmail.objects.exists()


def test_without_a_password_and_for_unknown_providers_there_is_no_door(post, settings):
    assert post("elsewhere", {}).status_code == 404
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": []}
    assert post("postmark", postmark(), content_type="application/json").status_code == 404


def test_while_it_cant_be_stored_the_provider_is_told_to_post_again(post, monkeypatch):
    def away(**_mail):
        raise OperationalError("away")

    monkeypatch.setattr(storing, "store_email", away)
    assert post("postmark", postmark(), content_type="application/json").status_code >= 500
