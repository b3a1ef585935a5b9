"""A file is handed to whoever was given its address, for some minutes, and only to be saved."""

import io
import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from tests import cast
from tests.pictures import PDF, picture
from tests.tickets.conftest import open_ticket
from tests.tickets.files.conftest import HOLDER, keep
from tickets.actions import add_customer_message
from tickets.files import actions
from tickets.files.addresses import address_of, thumbnail_address_of
from tickets.models import OutgoingEmail

pytestmark = pytest.mark.django_db


def test_a_file_is_saved_and_never_opened_on_our_site(reader):
    answer = reader.get(address_of(keep(name='請求書 \u202e😀;".pdf')))
    assert b"".join(answer) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AB%8B")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_the_small_picture_is_shown_in_its_place(reader):
    answer = reader.get(thumbnail_address_of(keep(picture(), "me.jpg")))
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert Image.open(io.BytesIO(b"".join(answer))).size == (320, 240)
    assert thumbnail_address_of(keep()) == ""


def test_an_address_holds_for_five_minutes_and_says_what_to_do_then(reader, monkeypatch):
    address = address_of(keep())
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real + 149)
    assert reader.get(address).status_code == 200
    monkeypatch.setattr(time, "time", lambda: real + 301)
    answer = reader.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 410
    assert "load the page again" in answer.text


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda _token: "..%2f..%2fx"])
def test_a_forged_address_has_nothing(reader, change):
    before, _, token = address_of(keep()).rpartition("/")
    answer = reader.get(f"{before}/{change(token)}")
    assert answer.status_code == 404


def test_a_small_pictures_address_opens_no_whole_file(reader):
    file = keep(picture(), "me.jpg")
    small, whole = thumbnail_address_of(file), address_of(file)
    mixed = small.partition(":")[0] + ":" + whole.partition(":")[2]
    assert reader.get(mixed).status_code == 404


def test_a_file_whose_bytes_are_lost_is_no_error_of_the_server(reader, place):
    file = keep()
    for path in place.rglob(f"{file.key}*"):
        path.unlink()
    assert reader.get(address_of(file)).status_code == 404


def test_a_bucket_hands_out_what_it_has(reader, bucket):
    answer = reader.get(address_of(keep()))
    assert (answer.headers["Content-Length"], b"".join(answer)) == (str(len(PDF)), PDF)


def test_a_file_that_is_deleted_while_it_is_asked_for_is_no_error_of_the_server(reader, bucket, monkeypatch):
    file, opened = keep(), bucket.open

    def just_before(path):
        content = opened(path)
        bucket.delete(path)
        return content

    monkeypatch.setattr(bucket, "open", just_before)
    assert reader.get(address_of(file)).status_code == 404


def test_a_bucket_that_is_away_is_said_to_be_away(reader, bucket, monkeypatch):
    address = address_of(keep())
    monkeypatch.setattr(bucket, "is_away", True)
    answer = reader.get(address, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "It is still there" in answer.text
    assert f'href="{address}"' in answer.text


def test_a_download_goes_on_when_its_ticket_is_deleted(reader, django_capture_on_commit_callbacks):
    keep(content=b"x" * 300_000, name="a.log")
    ticket = open_ticket(files=actions.send_off(holder=HOLDER))
    address = address_of(ticket.messages.get().attachments.get().file)
    parts = iter(reader.get(address))
    begun = next(parts)
    with django_capture_on_commit_callbacks(execute=True):
        ticket.delete()
        actions.sweep(now=timezone.now() + timedelta(hours=2))
    assert begun + b"".join(parts) == b"x" * 300_000
    assert reader.get(address).status_code == 404


def test_staff_see_and_save_the_files_of_a_ticket(agent):
    keep(picture(), "screen.jpg")
    ticket = open_ticket(files=actions.send_off(holder=HOLDER))
    keep()
    add_customer_message(ticket=ticket, body="", channel="messenger", files=actions.send_off(holder=HOLDER))
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").text
    assert "screen.jpg" in page
    assert "invoice.pdf" in page
    small = re.search(r'<img src="(/files/[^"]+)"', page)[1]
    assert agent.get(small).headers["Content-Type"] == "image/webp"
    own = re.search(r'href="(/admin/tickets/ticket/files/[^"]+)"><bdi>invoice', page)[1]
    assert b"".join(agent.get(own, follow=True)) == PDF


def test_who_may_not_see_tickets_gets_no_file_and_nobody_one_that_was_not_sent(agent):
    waiting, address = keep(), "/admin/tickets/ticket/files/%s/"
    assert agent.get(address % waiting.key).status_code == 404
    open_ticket(files=actions.send_off(holder=HOLDER))
    assert agent.get(address % waiting.key).status_code == 302
    editor = cast.staff_browser(name="editor", groups=("editors",))
    assert editor.get(address % waiting.key).status_code == 403
    assert cast.Browser().get(address % waiting.key).headers["Location"].startswith("/admin/login/")


def test_the_receipt_names_the_files_and_sends_none():
    keep()
    ticket = open_ticket(files=actions.send_off(holder=HOLDER))
    sent = OutgoingEmail.objects.get(ticket=ticket)
    assert "invoice.pdf" in sent.body
    assert "invoice.pdf" in sent.body_html


def test_a_receipt_to_an_address_that_nobody_proved_names_none():
    keep()
    ticket = open_ticket(files=actions.send_off(holder=HOLDER), identity={})
    assert "invoice.pdf" not in OutgoingEmail.objects.get(ticket=ticket).body


def test_a_file_goes_with_its_ticket(place, django_capture_on_commit_callbacks):
    keep(picture(), "screen.jpg", now=timezone.now() - timedelta(hours=2))
    ticket = open_ticket(files=actions.send_off(holder=HOLDER))
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(now=timezone.now())
    assert len(list(place.rglob("*.webp"))) == 1
    ticket.delete()
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(now=timezone.now())
    assert [path for path in place.rglob("*") if path.is_file()] == []
