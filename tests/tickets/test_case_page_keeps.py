"""Whatever is pressed on the case page, a message that was begun stays, and its files wait."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.tickets.case_pages import earlier, page, path_of
from tests.tickets.conftest import open_ticket
from tickets.models import Message

pytestmark = pytest.mark.django_db
BEGUN = "An hour of work."


def press(path, verb, **typed):
    return cast.Browser().post(f"{path}/{verb}", typed)


@pytest.mark.parametrize(
    ("verb", "more", "words"),
    [
        ("nudge", {}, "The team sees that you are still waiting."),
        ("language", {"locale": "ja"}, "今後、この件のメールは"),
        ("look?show=1", {}, "find the button"),
    ],
    ids=["nudge", "language", "look"],
)
def test_what_was_begun_comes_back_with_what_was_pressed(verb, more, words):
    # Written with no login: the words are shown to who asks for them.
    ticket = open_ticket(identity={})
    earlier(ticket, days=2)
    path = path_of(ticket)
    log = SimpleUploadedFile("error.log", b"line 1", content_type="text/plain")
    answer = press(path, verb, text=BEGUN, files=log, **more)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert words in html.replace("&#x27;", "'")
    assert f"{BEGUN}</textarea>" in html
    # The file waits, and nothing was sent.
    assert "error.log" in html
    assert not Message.objects.filter(body=BEGUN).exists()
    assert "error.log" in page(path)


@pytest.mark.parametrize("verb", ["nudge", "language", "look"])
def test_with_nothing_begun_a_reload_asks_nothing_again(verb):
    ticket = open_ticket()
    earlier(ticket, days=2)
    assert press(path_of(ticket), verb, locale="ja", text=" ").status_code == 302


@pytest.mark.parametrize("verb", ["nudge", "language"])
def test_too_much_at_once_keeps_it_too(verb, limit):
    limit("case_write", link=1)
    path = path_of(open_ticket())
    press(path, "nudge")
    answer = press(path, verb, locale="ja", text=BEGUN)
    assert answer.status_code == 429
    assert f"{BEGUN}</textarea>" in answer.content.decode()


def test_a_file_that_cannot_be_kept_is_said_beside_what_was_begun():
    ticket = open_ticket()
    earlier(ticket, days=2)
    archive = SimpleUploadedFile("x.zip", b"PK\3\4\0\0", content_type="application/zip")
    answer = press(path_of(ticket), "nudge", text=BEGUN, files=archive)
    assert answer.status_code == 422
    assert f"{BEGUN}</textarea>" in answer.content.decode()
    # It is no reason not to hear that somebody waits.
    ticket.refresh_from_db()
    assert ticket.nudged_at
