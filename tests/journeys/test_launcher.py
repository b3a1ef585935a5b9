"""The launcher: early by keyboard, where the focus goes and comes back to, one way to close, and what is new."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.people import come_to_help_center, open_panel, reach_fin, sign_in_at
from tests.journeys.site import Site
from tests.journeys.ways import frame_of, panel_of

NEWS = "**/messenger/news"


def test_the_second_stop_of_the_keyboard_opens_the_messenger_and_gets_the_focus_back(page: Page):
    page.goto("/en/articles/9015913")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Get help", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    panel = panel_of(page)
    # What is typed next stands in the message to Fin.
    expect(panel.locator("#messenger-text")).to_be_focused()
    page.keyboard.type("How do I cancel?")
    expect(panel.locator("#messenger-text")).to_have_value("How do I cancel?")
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.get_by_role("link", name="Get help", exact=True)).to_be_focused()
    # Again: the focus is where it was in the frame.
    page.keyboard.press("Enter")
    expect(panel.locator("#messenger-text")).to_be_focused()


def test_without_scripts_it_is_a_link_to_the_messengers_own_page(plain: Page):
    plain.goto("/ja/articles/9015913")
    plain.keyboard.press("Tab")
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/ja/messenger/")
    expect(plain.locator(".skip-link")).to_have_count(1)


def test_in_a_window_too_low_for_the_field_one_is_not_taken_to_what_one_cannot_see(page: Page):
    page.set_viewport_size({"width": 640, "height": 240})
    page.goto("/en/")
    expect(open_panel(page).locator("#screen-title")).to_be_focused()


def test_a_finger_gets_the_title_first_and_no_keyboard(phone: Page):
    phone.goto("/en/")
    open_panel(phone)
    expect(panel_of(phone).locator("#screen-title")).to_be_focused()
    expect(panel_of(phone).locator(".skip-link")).to_have_count(0)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_one_button_closes_it_and_the_launcher_has_the_focus_again(page: Page, size: tuple[int, int]):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto("/en/")
    launcher = page.locator("#launcher")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    panel = open_panel(page)
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(launcher).to_be_hidden()
    panel.locator("[data-close-messenger]").click()
    expect(page.locator("iframe")).to_be_hidden()
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")


def test_a_panel_that_did_not_load_can_be_closed_and_tried_again(page: Page):
    page.goto("/en/")
    page.route("**/messenger/?panel=1*", lambda route: route.abort())
    page.locator("#launcher").click()
    expect(page.locator("iframe")).to_be_visible()
    page.unroute("**/messenger/?panel=1*")
    page.locator("#launcher").click()
    expect(page.locator("iframe")).to_be_hidden()
    open_panel(page)


def test_escape_ends_an_input_methods_word_and_not_the_messenger(page: Page):
    page.goto("/ja/")
    panel = open_panel(page)
    press = """(isComposing) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, isComposing }))"""
    frame_of(page).evaluate(press, True)
    expect(panel.locator("#messenger-text")).to_be_visible()
    frame_of(page).evaluate(press, False)
    expect(page.locator("iframe")).to_be_hidden()


def test_an_unread_answer_shows_in_the_title_and_on_the_launcher_until_it_is_read(page: Page):
    asked: list[str] = []
    unread = 1

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json={"unread": unread}) if unread else route.fulfill(status=204)

    page.clock.install()
    page.route(NEWS, answer)
    page.goto("/en/articles/9015913")
    title = page.title()
    page.clock.fast_forward("10:00")
    # Who never opened it is asked nothing and stores nothing.
    assert asked == []
    assert page.evaluate("sessionStorage.length") == 0
    unread = 0
    open_panel(page)
    page.keyboard.press("Escape")
    expect(page.locator("#launcher")).not_to_have_attribute("data-new", "")
    unread = 1
    page.clock.fast_forward("01:01")
    expect(page).to_have_title(f"(1) {title}")
    expect(page.locator("#launcher")).to_have_attribute("aria-label", "Open the support messenger – New answers (1)")
    unread = 0
    page.locator("#launcher").click()
    panel_of(page).locator("a[href*='/reach']").first.click()
    expect(page).to_have_title(title)
    expect(page.locator("#launcher")).not_to_have_attribute("data-new", "")


def test_who_is_refused_the_news_asks_no_more(page: Page):
    asked: list[str] = []
    page.clock.install()
    page.route(NEWS, lambda route: (asked.append(route.request.url), route.fulfill(status=404)))
    page.goto("/en/")
    with page.expect_response(NEWS):
        open_panel(page)
    page.clock.fast_forward("30:00")
    assert len(asked) == 1


def test_where_colors_are_forced_the_launcher_has_a_border(new_page: Callable[..., Page]):
    page = new_page(forced_colors="active")
    page.goto("/en/")
    border = "getComputedStyle(document.getElementById('launcher')).borderTopColor"
    assert page.evaluate(border) not in {"rgba(0, 0, 0, 0)", "transparent"}


@pytest.mark.parametrize("before", ["", "half a sentence"])
def test_what_was_searched_for_is_brought_into_the_message_below_what_was_typed(page: Page, before: str):
    page.goto("/en/search?q=Where+is+the+kraken")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill(before)
    panel.get_by_role("link", name="Your options").click()
    expect(panel.locator(".channels")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Ask the AI support bot Fin").click()
    words = f"{before}\n\nWhere is the kraken".strip()
    expect(panel.locator("#messenger-text")).to_have_value(words)
    # It is as if typed here: a side trip and the next page keep it, and what is changed stays changed.
    panel.get_by_role("link", name="Your options").click()
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_have_value(words)
    panel.locator("#messenger-text").fill("Something else")
    page.goto("/en/")
    expect(panel.locator("#messenger-text")).to_have_value("Something else")


def test_on_its_own_page_what_was_searched_for_is_brought_too(page: Page):
    page.goto("/en/messenger/?text=Where+is+the+kraken")
    field = page.locator("#messenger-text")
    expect(field).to_have_value("Where is the kraken")
    page.goto("/en/messenger/")
    expect(field).to_have_value("Where is the kraken")
    field.fill("")
    page.goto("/en/messenger/")
    expect(field).to_have_value("")


@pytest.mark.embedded
@pytest.mark.parametrize(("product", "name"), [("help", "Sakura Ono"), ("claude", "Ren Fujita")])
def test_what_comes_while_it_is_closed_is_not_seen(page: Page, site: Site, product: str, name: str):
    """The panel and a product's page: closed, the thread asks seldom and says that nobody looks."""
    page.clock.install()
    if product == "help":
        come_to_help_center(page, site, "claude", name)
        messenger = open_panel(page)
    else:
        sign_in_at(page, site, product, name)
        page.locator("[data-account] summary").click()
        page.locator("[data-get-help]").click()
        messenger = page.frame_locator("iframe")
    reach_fin(messenger, text="How do I cancel?", topic="Plans and cancellation")
    messenger.get_by_role("button", name="No, not yet").click()
    messenger.get_by_role("button", name="Forward to the Product Support team").click()
    expect(messenger.locator(".case-line")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/thread?" in request.url else None)
    with page.expect_response("**/thread?*seen=1"):
        page.clock.fast_forward("00:21")
    page.wait_for_timeout(200)
    messenger.locator("[data-close-messenger]").click()
    expect(page.locator("iframe")).to_be_hidden()
    page.wait_for_timeout(200)
    with page.expect_response("**/thread?*") as first:
        page.clock.fast_forward("00:21")
    assert "seen" not in first.value.url
    asked.clear()
    page.wait_for_timeout(200)
    page.clock.fast_forward("01:50")
    page.wait_for_timeout(200)
    assert asked == []
    with page.expect_request("**/thread?*seen=1"):
        if product == "help":
            page.locator("#launcher").click()
        else:
            page.evaluate("void Messenger.open()")


@pytest.mark.embedded
def test_in_a_products_page_who_opens_it_can_type_at_once_too(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Kenji Hayashi")
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    expect(page.frame_locator("iframe").locator("#messenger-text")).to_be_focused()
