"""A conversation saved as a text file: on our own page by its cookie, in a frame by a link for a minute."""

import pytest
from django.core import signing
from django.utils import timezone

from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, chatting

pytestmark = pytest.mark.django_db


def link(browser: cast.Browser, row: Conversation) -> str:
    """The address that the frame is sent to when somebody saves."""
    response = browser.get(at(row, "transcript.txt"), headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (200, b"")
    return response["HX-Redirect"]


def test_a_frame_is_sent_to_a_link_that_needs_no_header(pro: cast.Browser, articles) -> None:
    row = chatting(pro)
    saved = cast.Browser().get(link(pro, row))
    assert (saved.status_code, saved["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert saved["Content-Disposition"].startswith("attachment;")
    assert saved["Cache-Control"].endswith("private")
    assert row.text in saved.content.decode()


def test_quoted_articles_have_their_whole_address(pro: cast.Browser, articles) -> None:
    saved = pro.get(at(chatting(pro), "transcript.txt")).content.decode()
    assert "http://help.localhost:8000/en/articles/9018020" in saved


def test_the_link_opens_no_other_conversation(pro: cast.Browser) -> None:
    mine, other = chatting(pro), chatting(pro)
    key = link(pro, mine).partition("?")[2]
    assert cast.Browser().get(f"{at(other, 'transcript.txt')}?{key}").status_code == 404
    assert pro.get(f"{at(mine, 'transcript.txt')}?key=made:up").status_code == 404


def test_the_link_is_for_a_minute(pro: cast.Browser, monkeypatch) -> None:
    address = link(pro, chatting(pro))
    later = signing.time.time() + 61
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert cast.Browser().get(address).status_code == 404


def test_the_link_ends_with_the_visit(pro: cast.Browser) -> None:
    address = link(pro, chatting(pro))
    pro.visitor.expires_at = timezone.now()
    pro.visitor.save()
    assert cast.Browser().get(address).status_code == 404


def test_a_strangers_conversation_gives_no_link(pro: cast.Browser, free: cast.Browser) -> None:
    stranger = free.get(at(chatting(pro), "transcript.txt"), headers={"HX-Request": "true"})
    assert (stranger.status_code, "HX-Redirect" in stranger) == (404, False)


@pytest.mark.parametrize("kind", ["txt", "html", "json"])
def test_the_menu_offers_each_kind_of_file(kind: str, pro: cast.Browser) -> None:
    row = chatting(pro)
    assert f'action="{at(row, f"transcript.{kind}")}">' in pro.get(at(row)).content.decode()
    saved = pro.get(at(row, f"transcript.{kind}"))
    assert saved["Content-Disposition"] == f'attachment; filename="conversation-{row.reference}.{kind}"'
    assert saved["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["transcript.pdf", "transcript.txtx", "transcriptatxt"])
def test_there_is_no_other_kind(name: str, pro: cast.Browser) -> None:
    assert pro.get(at(chatting(pro), name)).status_code == 404
