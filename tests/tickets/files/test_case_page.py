"""Files on the case page: picked there without scripts, sent with the message, and read by the people on the ticket."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.pictures import PDF, picture
from tests.tickets.case_pages import page, path_of
from tests.tickets.conftest import open_ticket
from tickets.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket():
    return open_ticket()


def send(path, *files, text="See the picture.", verb="write", **more):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return cast.Browser().post(f"{path}/{verb}", {"text": text, "files": uploads} | more)


def test_a_picture_goes_with_the_message_and_can_be_opened_from_the_page(ticket):
    answer = send(path_of(ticket), ("screen.png", picture("PNG")), text="")
    [attachment] = ticket.messages.latest("pk").attachments.all()
    assert attachment.name == "screen.png"
    html = page(answer["Location"])
    below = re.search(r'href="(/en/case/[^"]+/files/[^"]+)"', html)[1]
    saved = cast.Browser().get(below, follow=True)
    assert saved["Content-Disposition"] == 'attachment; filename="screen.png"'


def test_what_is_wrong_with_one_keeps_the_text_and_the_others(ticket):
    answer = send(path_of(ticket), ("page.html", b"<html><script>"), ("bill.pdf", PDF))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "page.html: Web pages and SVG drawings" in html
    assert "See the picture.</textarea>" in html
    assert "<bdi>bill.pdf</bdi>" in html
    assert ticket.messages.count() == 1
    send(path_of(ticket))
    assert [row.name for row in ticket.messages.latest("pk").attachments.all()] == ["bill.pdf"]


def test_a_file_can_be_taken_out_again_and_the_text_stays(ticket):
    path = path_of(ticket)
    send(path, ("page.html", b"<html>"), ("bill.pdf", PDF))
    html = send(path, verb="remove", file=StoredFile.objects.get().key).content.decode()
    assert "bill.pdf" not in html
    assert "See the picture.</textarea>" in html
    assert not StoredFile.objects.exists()


def test_nobody_gets_a_file_by_the_link_of_another_ticket(ticket):
    send(path_of(ticket), ("bill.pdf", PDF))
    key = StoredFile.objects.get().key
    theirs = path_of(open_ticket())
    assert cast.Browser().get(f"{theirs}/files/{key}")["Location"] == theirs


def test_too_many_uploads_cost_nobody_their_text(ticket, settings):
    settings.LIMITS = {**settings.LIMITS, "upload": {**settings.LIMITS["upload"], "network": 1}}
    send(path_of(ticket), ("page.html", b"<html>"), ("bill.pdf", PDF))
    for verb in ("write", "remove"):
        answer = send(path_of(ticket), ("bill.pdf", PDF), verb=verb)
        assert answer.status_code == 429
        assert answer["Retry-After"]
        assert "See the picture.</textarea>" in answer.content.decode()


def test_a_link_uploads_so_many_from_whatever_network(ticket, settings):
    settings.LIMITS = {**settings.LIMITS, "upload": {**settings.LIMITS["upload"], "link": 1}}
    settings.TRUSTED_PROXIES = 1
    path, other = path_of(ticket), path_of(open_ticket())

    def answers(path, network):
        picked = SimpleUploadedFile("bill.pdf", PDF)
        headers = {"X-Forwarded-For": network}
        return cast.Browser().post(f"{path}/write", {"text": "Look", "files": [picked]}, headers=headers).status_code

    assert [answers(path, "198.51.100.7"), answers(path, "203.0.113.9"), answers(other, "203.0.113.9")] == [
        302,
        429,
        302,
    ]
