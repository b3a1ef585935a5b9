"""What a mail provider reports of mail that it sent for us; nobody else is heard."""

import base64
import hashlib
import hmac
import json

import pytest
import requests
from django.test import Client

from tests.pictures import PDF
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.files import actions as files
from tickets.mail.actions import delivering
from tickets.models.suppressions import suppression_of

HER = "hanako@example.com"


@pytest.fixture
def provider(settings):
    """Which provider the site sends through from now on."""

    def of(name, **options):
        settings.EMAIL_PROVIDER = name
        settings.ANYMAIL = {"WEBHOOK_SECRET": ["us:secret"], **options}
        settings.MAILERS = {"default": {"BACKEND": f"anymail.backends.{name}.EmailBackend", "OPTIONS": {}}}

    return of


def told(name, content, *, secret="us:secret", **options):
    shown = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    return Client().post(
        f"/mail/events/{name}", json.dumps(content), content_type="application/json", headers=shown, **options
    )


def of_postmark(email, kind):
    record = "SpamComplaint" if kind == "SpamComplaint" else "Bounce"
    return {
        "RecordType": record,
        "Type": kind,
        "TypeCode": 1,
        "Email": HER,
        "MessageID": "its-own",
        "Metadata": {"mail_id": email.mail_id},
        "BouncedAt": "2026-11-27T12:00:00Z",
        "Description": "Said so.",
    }


@pytest.mark.parametrize(
    ("kind", "mark", "came_back"),
    [
        ("HardBounce", "hard_bounce", True),
        ("SpamComplaint", "complaint", False),
        ("SoftBounce", None, True),
        ("Transient", None, False),
        ("AutoResponder", None, False),
    ],
)
def test_what_postmark_says_becomes_a_mark_or_none(ticket, provider, kind, mark, came_back):
    provider("postmark")
    email = ticket.emails.get()
    assert told("postmark", of_postmark(email, kind)).status_code == 200
    found = suppression_of(HER)
    email.refresh_from_db()
    assert ((found.kind if found else None), email.returned_at is not None) == (mark, came_back)


def of_sendgrid(email, event, **more):
    return [
        {"email": HER, "event": event, "mail_id": email.mail_id, "timestamp": 1764240000, "sg_message_id": "x", **more}
    ]


@pytest.mark.parametrize(
    ("event", "mark"), [("bounce", "hard_bounce"), ("spamreport", "complaint"), ("deferred", None), ("delivered", None)]
)
def test_what_sendgrid_says_becomes_a_mark_or_none(ticket, provider, event, mark):
    provider("sendgrid")
    email = ticket.emails.get()
    more = {"type": "bounce", "reason": "550 no such user", "status": "5.1.1"} if event == "bounce" else {}
    told("sendgrid", of_sendgrid(email, event, **more))
    found = suppression_of(HER)
    assert (found.kind if found else None) == mark


def of_mailgun(email, key, *, event="failed", severity="permanent"):
    signed = {"timestamp": "1764240000", "token": "abc"}
    signed["signature"] = hmac.new(key.encode(), b"1764240000abc", hashlib.sha256).hexdigest()
    return {
        "signature": signed,
        "event-data": {
            "event": event,
            "severity": severity,
            "reason": "bounce",
            "recipient": HER,
            "timestamp": 1764240000.0,
            "id": "x",
            "message": {"headers": {"message-id": email.mail_id.strip("<>")}},
            "user-variables": {"mail_id": email.mail_id},
            "delivery-status": {"code": 550, "message": "5.1.1 no such user", "enhanced-code": "5.1.1"},
        },
    }


def test_mailgun_signs_and_a_wrong_signature_is_refused(ticket, provider):
    provider("mailgun", MAILGUN_WEBHOOK_SIGNING_KEY="its-key", WEBHOOK_SECRET=[])
    email = ticket.emails.get()
    assert told("mailgun", of_mailgun(email, "another"), secret="").status_code == 401
    assert suppression_of(HER) is None
    assert told("mailgun", of_mailgun(email, "its-key"), secret="").status_code == 200
    assert suppression_of(HER).kind == "hard_bounce"


def test_a_stranger_is_refused(ticket, provider):
    provider("postmark")
    for secret in ("us:wrong", ""):
        assert told("postmark", of_postmark(ticket.emails.get(), "HardBounce"), secret=secret).status_code == 401
    assert suppression_of(HER) is None


def test_a_door_without_a_lock_is_shut_and_so_is_another_providers(ticket, provider, settings):
    provider("postmark")
    assert told("sendgrid", []).status_code == 404
    settings.ANYMAIL = {"WEBHOOK_SECRET": []}
    assert told("postmark", of_postmark(ticket.emails.get(), "HardBounce")).status_code == 404


@pytest.mark.parametrize("content", [[], {}, "x", {"RecordType": "Bounce"}, 5, None])
def test_what_is_no_event_changes_nothing(ticket, provider, content):
    provider("postmark")
    assert told("postmark", content).status_code in {200, 400}


def test_an_event_about_somebody_elses_address_counts_for_nothing(ticket, provider):
    provider("postmark")
    event = of_postmark(ticket.emails.get(), "HardBounce") | {"Email": "ben@example.com"}
    assert told("postmark", event).json() == {"noted": 0}
    assert suppression_of("ben@example.com") is None


# --- sending ---


@pytest.fixture
def posted(monkeypatch):
    """What goes to the provider; `status` is what it answers."""

    class Answer:
        status, letters = 200, []

    def post(session, method, url, **options):
        answer = requests.Response()
        answer.status_code = Answer.status
        answer._content = b'{"ErrorCode": 0, "Message": "OK", "MessageID": "m", "To": "hanako@example.com"}'
        Answer.letters.append(json.loads(options["data"]))
        return answer

    Answer.letters = []
    monkeypatch.setattr("requests.Session.request", post)
    return Answer


def test_a_reply_goes_to_the_provider_whole_with_its_file_and_our_message_id(ticket, aki, provider, posted, settings):
    provider("postmark", POSTMARK_SERVER_TOKEN="x")
    settings.BOUNCE_ADDRESS = "bounces@help.localhost"
    files.take_in(holder="x", name="invoice.pdf", content=PDF, now=ticket.created_at)
    email = actions.reply(
        ticket=ticket, author=aki, body="See the file.", files=files.send_off(holder="x")
    ).emails.get()
    delivering.deliver(email.pk, last_attempt=False)
    [letter] = posted.letters
    assert [file["Name"] for file in letter["Attachments"]] == ["invoice.pdf"]
    assert (letter["Metadata"], letter["ReplyTo"]) == ({"mail_id": email.mail_id}, email.reply_to)
    assert {"Name": "Message-ID", "Value": email.mail_id} in letter["Headers"]
    email.refresh_from_db()
    assert email.status == "sent"


@pytest.mark.parametrize(("code", "status"), [(500, "queued"), (429, "queued"), (401, "queued"), (413, "failed")])
def test_what_the_provider_answers_is_tried_again_unless_it_is_about_this_mail(db, provider, posted, code, status):
    provider("postmark", POSTMARK_SERVER_TOKEN="x")
    posted.status, email = code, open_ticket().emails.get()
    if status == "queued":
        with pytest.raises(delivering.NotDeliveredError):
            delivering.deliver(email.pk, last_attempt=False)
    else:
        delivering.deliver(email.pk, last_attempt=False)
    email.refresh_from_db()
    assert email.status == status
