"""From a gate inside a legacy product's page to the sign-in in another tab, and back: honestly, and by strangers."""

import logging
import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from accounts import actions
from accounts.models import Visitor
from messenger.embedding import codes
from tests import cast

pytestmark = pytest.mark.django_db

TYPED = "Typed at the legacy address"


class Frame:
    """The frame in console.localhost's page, where somebody typed a message and stands before the gate."""

    def __init__(self, *, person: str = "legacy_admin") -> None:
        self.visitor, token = cast.visitor(person=person)
        self.headers = {"X-Visitor": token, "HX-Request": "true"}
        self.browser = cast.Browser()
        started = self.browser.post("/en/messenger/start", {"text": TYPED}, headers=self.headers)
        self.conversation = started["Location"]

    def screen(self) -> str:
        return self.browser.get(self.conversation, headers=self.headers).content.decode()

    def gate(self) -> int:
        return self.browser.get("/en/messenger/gate", headers=self.headers).status_code

    def way_back(self) -> str:
        """Where the gate's sign-in leads in the end."""
        link = re.search(r'<a class="button" href="([^"]+)" target="_blank"', self.screen())
        return parse_qs(urlsplit(unescape(link[1])).query)["next"][0]


@pytest.fixture
def frame() -> Frame:
    return Frame()


@pytest.fixture
def tab(frame: Frame) -> cast.Browser:
    """The other tab: the help center's own, where the same person signed in at the successor."""
    browser = cast.Browser()
    browser.visitor, browser.cookies["visitor"] = cast.visitor()
    browser.visitor.customer = frame.visitor.customer
    browser.visitor.domain = frame.visitor.domain.successor
    browser.visitor.email, browser.visitor.name = "new@example.com", "New Name"
    browser.visitor.role, browser.visitor.session = "admin", "session-7"
    browser.visitor.signed_in_at = timezone.now() - timedelta(minutes=1)
    browser.visitor.save()
    return browser


def test_the_page_asks_and_a_press_lets_the_frame_go_on(frame: Frame, tab: cast.Browser):
    way = frame.way_back()
    assert way.startswith("/en/messenger/c/")
    asked = tab.get(way)
    assert (asked.status_code, frame.gate()) == (200, 204)
    assert "platform.localhost" in asked.content.decode()
    assert "in your tab at <strong>console.localhost</strong>" in asked.content.decode()

    done = tab.post(way).content.decode()
    assert "You can go back to the other tab" in done
    assert "handed-back.js" in done
    assert frame.gate() == 200
    screen = frame.screen()
    assert "Agree" in screen
    assert TYPED in screen


def test_a_frame_that_waits_keeps_no_visit_alive(frame: Frame):
    long_ago = timezone.now() - timedelta(hours=1)
    Visitor.objects.update(last_seen_at=long_ago)
    assert frame.gate() == 204
    assert Visitor.objects.get(pk=frame.visitor.pk).last_seen_at == long_ago


def test_the_visit_counts_from_then_on_as_the_sign_in_does(frame: Frame, tab: cast.Browser):
    tab.post(frame.way_back())
    row = Visitor.objects.get(pk=frame.visitor.pk)
    for name in ("customer", "domain", "email", "name", "plan", "role", "session", "signed_in_at"):
        assert getattr(row, name) == getattr(tab.visitor, name), name
    # No longer than the sign-in itself.
    assert row.expires_at <= tab.visitor.signed_in_at + timedelta(hours=12)


def test_who_signs_out_there_ends_the_frames_visit_as_well(frame: Frame, tab: cast.Browser):
    tab.post(frame.way_back())
    same = {"domain": tab.visitor.domain, "session": "session-7", "expires_at__gt": timezone.now()}
    assert Visitor.objects.filter(**same).count() == 2


def test_looking_at_the_page_changes_nothing(frame: Frame, tab: cast.Browser):
    way = frame.way_back()
    tab.get(way)
    tab.head(way)
    assert frame.gate() == 204


def test_pressing_twice_is_no_error_and_the_code_serves_no_later_sign_in(frame: Frame, tab: cast.Browser):
    way = frame.way_back()
    tab.post(way)
    assert "You can go back to the other tab" in tab.post(way).content.decode()
    # The product said again who is there: the frame is at the legacy domain once more, with a token of its own.
    row = Visitor.objects.get(pk=frame.visitor.pk)
    row.domain, row.token_digest = frame.visitor.domain, actions.digest("another token")
    row.save()
    assert tab.post(way).status_code == 409
    row.refresh_from_db()
    assert row.domain == frame.visitor.domain


def test_another_site_can_not_press_it(frame: Frame, tab: cast.Browser):
    way = frame.way_back()
    refused = tab.post(way, headers={"Origin": "http://console.localhost:8000"})
    assert (refused.status_code, frame.gate()) == (403, 204)


def test_a_link_from_a_strangers_gate_gives_them_nothing_of_who_follows_it(frame: Frame, caplog):
    """Session fixation: the one who shows the gate sends its link to somebody else, who presses."""
    victim = cast.browser(person="console_admin")
    victim.visitor.customer = cast.customer(person="console_member")
    victim.visitor.save()
    way = frame.way_back()
    assert "Go on in the other tab</button>" not in victim.get(way).content.decode()
    with caplog.at_level(logging.WARNING, "audit"):
        pressed = victim.post(way)
    assert (pressed.status_code, frame.gate()) == (409, 204)
    assert "as somebody else in the other tab" in pressed.content.decode()
    assert TYPED not in pressed.content.decode()
    assert "hand_back: refused" in caplog.text
    assert Visitor.objects.get(pk=frame.visitor.pk).customer == frame.visitor.customer


def test_it_takes_a_sign_in_at_the_successor_itself(frame: Frame, tab: cast.Browser):
    way = frame.way_back()
    for domain in (frame.visitor.domain, cast.domain(host="claude.localhost")):
        tab.visitor.domain = domain
        tab.visitor.save()
        tab.post(way)
        assert frame.gate() == 204


def test_who_is_not_signed_in_is_told_so(frame: Frame):
    for browser in (cast.Browser(), cast.browser()):
        answer = browser.post(frame.way_back())
        assert (answer.status_code, frame.gate()) == (409, 204)
        assert "You aren't logged in here" in unescape(answer.content.decode())


def test_the_code_is_over_after_ten_minutes_and_the_page_leads_on(frame: Frame, tab: cast.Browser, monkeypatch):
    way = frame.way_back()
    monkeypatch.setattr(codes, "SECONDS", -1)
    answer = tab.post(way)
    assert (answer.status_code, frame.gate()) == (409, 204)
    assert "longer than ten minutes" in answer.content.decode()
    assert f'href="{frame.conversation}"' in answer.content.decode()


def test_what_is_no_code_is_over_as_well(frame: Frame, tab: cast.Browser):
    path = urlsplit(frame.way_back()).path
    assert [tab.get(path + query).status_code for query in ("", "?code=x", "?code=%00")] == [409, 409, 409]


def test_a_visit_that_ended_is_not_brought_back(frame: Frame, tab: cast.Browser):
    way = frame.way_back()
    Visitor.objects.filter(pk=frame.visitor.pk).update(expires_at=timezone.now())
    assert tab.post(way).status_code == 409


def test_the_gate_of_the_help_centers_own_page_comes_straight_back(frame: Frame):
    browser = cast.browser(person="legacy_admin")
    started = browser.post("/en/messenger/start", {"text": "hello"})
    page = browser.get(started["Location"]).content.decode()
    assert "hand-back" not in page
    assert "data-gate" not in page


def test_whether_the_gate_is_open_is_told_to_the_frames_visit_alone():
    pro = cast.browser(person="pro")
    assert pro.get("/en/messenger/gate").status_code == 204
    _visitor, token = cast.visitor(person="pro")
    assert pro.get("/en/messenger/gate", headers={"X-Visitor": token}).json() == {"open": True}
