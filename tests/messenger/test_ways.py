"""What the frame's scripts are told: who is there, and which way leads back."""

import re

import pytest

from tests import cast

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
