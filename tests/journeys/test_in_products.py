"""In a product's page: search with instant results, going on, a line that is down, secrets, and the unread badge."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, FrameLocator, Page, expect

from tests.journeys.chats import go_straight_to_fin
from tests.journeys.host_page import HostPage
from tests.journeys.people import answer_as, sign_in_at
from tests.journeys.site import Site

type Check = Callable[[Page], None]

pytestmark = pytest.mark.embedded


def open_from_menu(page: Page) -> FrameLocator:
    """The messenger as the product's menu opens it."""
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#messenger-text")).to_be_visible()
    return frame


def document_of(page: Page) -> Frame:
    """The frame's own document."""
    (found,) = (frame for frame in page.frames if "/messenger/embed" in frame.url)
    return found


@pytest.mark.parametrize(("locale", "words"), [("en", "refund"), ("ja", "返金")])
def test_while_one_types_articles_are_offered_and_lead_back_to_what_was_typed(
    page: Page, site: Site, accessible: Check, locale: str, words: str
) -> None:
    sign_in_at(page, site, "claude", "Daniel Price", locale=locale)
    frame = open_from_menu(page)
    frame.locator("#messenger-text").fill("half a sentence")
    field, first = frame.locator("#messenger-q"), frame.locator("#suggestions a").first
    field.press_sequentially(words)
    expect(first).to_be_visible()
    expect(frame.locator("#suggested")).not_to_be_empty()
    accessible(page)
    field.press("ArrowDown")
    expect(first).to_be_focused()
    title = first.inner_text().partition("\n")[0]
    first.press("Enter")
    expect(frame.locator(".article-title")).to_have_text(title)
    frame.locator("[data-back]").click()
    expect(field).to_have_value(words)
    expect(frame.locator("#messenger-text")).to_have_value("half a sentence")
    field.press("Enter")
    expect(frame.locator(".hits a").first).to_be_visible()
    expect(frame.locator("#messenger-q")).to_have_value(words)
    # Escape puts the offers away first, and closes the messenger then.
    frame.locator("#messenger-q").press_sequentially(" ")
    expect(first).to_be_visible()
    field.press("Escape")
    expect(first).to_be_hidden()
    field.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()


def test_an_answer_that_comes_while_it_is_closed_shows_on_the_launcher_and_at_home_until_it_is_read(
    page: Page, staff_page: Callable[[str], Page], site: Site
) -> None:
    page.clock.install()
    sign_in_at(page, site, "claude", "Sakura Ono", locale="ja")
    host = HostPage(page, site)
    host.go()
    host.call("boot", {"locale": "ja"})
    host.identify()
    host.call("open")
    frame, launcher = host.frame, host.launcher
    go_straight_to_fin(frame, "解約したのに請求されました", topic="subscription")
    frame.locator("[formaction$='/not-solved']").click()
    frame.locator("[formaction$='/hand-over']").click()
    reference = frame.locator("[data-author=event] .reference").inner_text()
    frame.locator("[data-back]").click()
    # What runs is the first thing below the search.
    running = frame.locator(".teaser")
    expect(running).to_have_text("続きから：解約したのに請求されました")
    frame.locator("[data-close-messenger]").click()

    answer_as(staff_page("agent"), reference, "返金の手続きをいたしました。")
    with page.expect_response("**/messenger/news"):
        page.clock.fast_forward("00:31")
    expect(launcher).to_have_attribute("aria-label", re.compile("未読の回答: 1$"))
    expect(launcher).to_have_class("unread")
    launcher.click()
    # Home was there before the answer came; whoever comes to it again is told.
    frame.get_by_role("link", name="利用できるサポート").click()
    frame.locator("[data-back]").click()
    expect(running).to_contain_text("回答が届いています")
    running.click()
    expect(frame.locator("[data-author=team] .bubble")).to_have_text("返金の手続きをいたしました。")
    with page.expect_response("**/messenger/news"):
        page.clock.fast_forward("00:31")
    host.call("close")
    expect(launcher).not_to_have_class("unread")
    host.call("open")
    frame.locator("[data-back]").click()
    expect(running).to_have_text("続きから：解約したのに請求されました")


@pytest.mark.parametrize(
    ("locale", "banner", "waits"),
    [
        ("en", "You are offline. What you typed stays here.", re.compile("goes out by itself")),
        ("ja", "オフラインです。ご入力いただいた内容はそのまま残っています。", re.compile("自動的に送信されます")),
    ],
    ids=["en", "ja"],
)
def test_what_is_sent_without_a_line_is_in_the_thread_once_when_it_is_back(
    page: Page, site: Site, locale: str, banner: str, waits: re.Pattern[str]
) -> None:
    sign_in_at(page, site, "platform", "Priya Nair", locale=locale)
    frame = open_from_menu(page)
    go_straight_to_fin(frame, "Error 529", topic="api")
    notice, composer = frame.locator("#messenger-notice"), frame.locator("#composer-text")
    page.context.set_offline(True)
    expect(notice).to_have_text(banner)
    composer.fill("an hour of work")
    for _press in range(2):
        frame.locator(".send").click()
        expect(notice).to_have_text(waits)
    expect(composer).to_have_value("an hour of work")
    page.context.set_offline(False)
    sent = frame.locator("[data-author=person] .bubble", has_text="an hour of work")
    expect(sent).to_have_count(1)
    expect(notice).to_be_hidden()
    expect(composer).to_have_value("")
    # So it is for who comes to it later.
    frame.locator("[data-back]").click()
    frame.locator(".teaser").click()
    expect(sent).to_have_count(1)


def test_secrets_are_hidden_and_one_is_told_without_leaving_the_products_page(page: Page, site: Site) -> None:
    key = "sk-ant-api03-abcdefghijklmnop"
    sign_in_at(page, site, "platform", "Owen Clarke")
    frame = open_from_menu(page)
    go_straight_to_fin(frame, f"My key {key} fails", topic="api")
    first = frame.locator("[data-author=person]").first
    expect(first.locator(".masked")).to_contain_text("delete the key and make a new one")
    first.get_by_role("link", name="How to replace a key").click()
    expect(frame.locator(".article-inside")).to_be_visible()
    frame.locator("[data-back]").click()
    frame.locator("#composer-text").fill("my password is Himitsu-1234")
    frame.locator("[formaction$='/not-solved']").click()
    expect(frame.locator(".composer .masked")).to_contain_text("change it where you use it")
    assert not [secret for secret in (key, "Himitsu-1234") if secret in document_of(page).content()]
