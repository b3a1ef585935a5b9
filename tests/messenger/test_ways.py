"""What the frame's scripts are told: who is there, and which way leads back."""

import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from helpcenter.search.second_try import Results
from tests import cast
from tests.messenger.steps import at, chatting

pytestmark = pytest.mark.django_db


def who(browser: cast.Browser) -> str:
    return re.findall(r'data-who="([^"]*)"', browser.get("/en/messenger/reach").content.decode())[0]


def test_the_frame_can_tell_one_person_from_another_and_learns_nothing_of_either(pro: cast.Browser) -> None:
    other = cast.browser(person="team_owner")
    assert re.fullmatch("[0-9a-f]{16}", who(pro))
    assert who(pro) == who(cast.browser(person="pro"))
    assert who(pro) != who(other)


def test_whoever_is_not_signed_in_is_nobody(reader: cast.Browser) -> None:
    assert who(reader) == who(cast.browser()) == ""


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/en/messenger/search%3Fq%3Dx", "/ja/messenger/search?q=x"),
        ("/en/articles/1", "/ja/messenger/"),
        ("https://example.com/en/messenger/", "/ja/messenger/"),
        ("/en/messenger/../../demo/mail/", "/ja/messenger/"),
        ("/en/messenger/%252E%252e/%252e./sign-out", "/ja/messenger/"),
        ("/en/messenger/..%5C..%5Csign-out", "/ja/messenger/"),
    ],
)
def test_a_side_trip_leads_back_in_the_language_of_the_page(reader: cast.Browser, back: str, leads_to: str) -> None:
    page = reader.get(f"/ja/messenger/reach?back={back}").content.decode()
    assert f'href="{leads_to}" data-back' in page


# Side trips: whoever follows one means to come back.
SIDE_TRIP = re.compile(r"/en/messenger/(articles/\d+|search|reach|cant-log-in)$")


def screen(browser: cast.Browser, address: str) -> str:
    """The screen alone, without what stands around it on a page of its own."""
    return browser.get(address, headers={"HX-Request": "true"}).content.decode()


def side_trips(shown: str) -> list[tuple[str, list[str]]]:
    """(path, what its `back` says) of each side trip that a screen offers."""
    links = [urlsplit(unescape(href)) for href in re.findall(r'<a [^>]*?href="([^"]+)"(?! data-back)', shown)]
    asked = [(link.path, parse_qs(link.query, keep_blank_values=True)) for link in links]
    # A search that one is on already is gone on with.
    return [(path, query.get("back", [])) for path, query in asked if SIDE_TRIP.match(path) and "q" not in query]


@pytest.mark.parametrize(
    "place", ["", "?text=refund", "reach", "search?q=cancel", "search?q=cancel&back=/en/messenger/reach"]
)
def test_each_side_trip_leads_back_to_its_screen(reader: cast.Browser, articles: None, place: str) -> None:
    address = f"/en/messenger/{place}"
    trips = side_trips(screen(reader, address))
    assert trips
    for path, back in trips:
        assert [unquote(leads_to) for leads_to in back] == [address], path


def test_each_side_trip_from_a_conversation_leads_back_to_it(free: cast.Browser, articles: None) -> None:
    row = chatting(free)
    for verb in ("", "not-solved"):
        if verb:
            free.post(at(row, verb))
        trips = side_trips(screen(free, at(row)))
        assert trips
        assert {back for _path, [back] in trips} == {at(row)}


@pytest.mark.parametrize(("back", "leads_to"), [("", []), ("&back=/en/messenger/reach", ["/en/messenger/reach"])])
def test_what_was_meant_leads_back_to_where_the_search_began(
    reader: cast.Browser, monkeypatch, back: str, leads_to: list[str]
) -> None:
    meant = Results((), "cansel", "cansel", ["cancel"])
    monkeypatch.setattr("messenger.home.search_views.look_up", lambda *given, **more: meant)
    shown = screen(reader, f"/en/messenger/search?q=cansel{back}")
    [link] = re.findall(r'<a href="([^"]+)">cancel</a>', shown)
    assert parse_qs(urlsplit(unescape(link)).query, keep_blank_values=True).get("back", []) == leads_to


def test_a_frame_has_no_skip_link_over_its_title(reader: cast.Browser) -> None:
    assert "skip-link" not in reader.get("/en/messenger/?panel=1").content.decode()
    assert reader.get("/en/messenger/").content.decode().count("skip-link") == 1


def test_the_second_link_of_a_page_leads_to_help(reader: cast.Browser) -> None:
    page = reader.get("/ja/").content.decode()
    links = re.findall(r'<a class="skip-link" href="([^"]+)"', page)
    assert links == ["#main", "/ja/messenger/"]


def test_frame_scripts_stand_in_an_order_that_lets_each_find_what_it_builds_on(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/").content.decode()
    scripts = re.findall(r'src="/static/(?:js|vendor)/([a-z-]+)', page)
    assert scripts.index("messenger-frame") < scripts.index("htmx-")
    # What is no screen of ours is refused first; the thread asks whether the history has put the focus already.
    order = ["messenger-frame", "messenger-notice", "messenger-kept", "messenger-ways", "messenger-thread"]
    assert [name for name in scripts if name in order] == order
