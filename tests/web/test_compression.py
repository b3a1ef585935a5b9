"""Screens of the messenger are compressed where nothing in them is a secret, and a conversation never is."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tests import cast
from tests.messenger.steps import at, draft
from web.compression import compress

pytestmark = pytest.mark.django_db
TAKES = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["", "search?q=refund", "reach"])
def test_a_screen_without_a_conversation_is_compressed(reader: cast.Browser, path: str) -> None:
    plain = reader.get(f"/en/messenger/{path}")
    sent = reader.get(f"/en/messenger/{path}", headers=TAKES)
    assert sent["Content-Encoding"] == "gzip"
    assert int(sent["Content-Length"]) == len(sent.content) < len(plain.content) / 2
    assert b'id="messenger"' in gzip.decompress(sent.content)
    assert "Accept-Encoding" in sent["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert not plain.has_header("Content-Encoding")


def test_a_conversation_is_sent_as_it_is(pro: cast.Browser) -> None:
    answer = pro.get(at(draft(pro)), headers=TAKES)
    assert not answer.has_header("Content-Encoding")
    assert len(answer.content) > 1_000


def test_a_screen_that_shows_what_somebody_said_is_sent_as_it_is(pro: cast.Browser, free: cast.Browser) -> None:
    pro.post(at(draft(pro), "agree"))
    draft(free)
    for browser, path in ((pro, ""), (pro, "conversations"), (free, "")):
        answer = browser.get(f"/en/messenger/{path}", headers=TAKES)
        assert not answer.has_header("Content-Encoding"), path


def test_the_length_tells_little_of_the_words() -> None:
    request = RequestFactory().get("/", headers=TAKES)
    assert len({len(compress(request, HttpResponse("word " * 500)).content) for _each in range(20)}) > 5


@pytest.mark.parametrize(("takes", "length"), [("", 5000), ("gzip;q=0", 5000), ("br", 5000), ("gzip", 100)])
def test_nobody_gets_what_they_did_not_ask_for(takes: str, length: int) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": takes})
    assert compress(request, HttpResponse("w" * length)).content == b"w" * length
