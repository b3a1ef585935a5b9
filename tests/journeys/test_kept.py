"""Nothing typed is lost in the messenger, whichever way one goes from it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.journeys.people import come_to_help_center, open_panel, reach_fin, sign_in_at
from tests.journeys.site import Site
from tests.journeys.walking import show
from tests.journeys.ways import ask_fin, browser_back, frame_of, panel_of


@pytest.fixture
def partitioned(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Page]:
    """A page of a browser that gives a frame a storage of its own on each site, as browsers do.

    Playwright switches that off, among others; a list of ours takes the place of its own.
    """
    args = [*browser_type_launch_args["args"], "--disable-features=Translate"]
    browser = browser_type.launch(**browser_type_launch_args | {"args": args})
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(10_000)
    yield page
    browser.close()


def test_each_button_of_the_chat_leaves_what_stands_in_the_composer(page: Page):
    page.goto("/en/articles/9018020")
    open_panel(page)
    panel = ask_fin(page, "How do I cancel my subscription?")
    composer = panel.locator(".composer textarea")
    composer.fill("half a sentence")
    panel.get_by_role("button", name="No, not yet").click()
    expect(panel.locator(".onward")).to_be_visible()
    expect(composer).to_have_value("half a sentence")
    # Back to the same conversation by way of the list, and of another page.
    show(frame_of(page), "/en/messenger/conversations")
    panel.locator(".hits a").first.click()
    expect(composer).to_have_value("half a sentence")
    page.goto("/en/")
    expect(composer).to_have_value("half a sentence")
    # What was sent is kept no longer.
    panel.get_by_role("button", name="Send", exact=True).click()
    expect(panel.locator("[data-author=person]").last).to_contain_text("half a sentence")
    expect(composer).to_have_value("")
    assert "half a sentence" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_another_topic_and_back_keeps_the_fields_of_the_first(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("locked out")
    panel.get_by_role("button", name="Send message").click()
    panel.get_by_role("button", name="Agree").click()
    panel.get_by_role("link", name="I can't log in").click()
    panel.get_by_role("button", name="Subscription support").click()
    panel.get_by_label("Amount of a charge").fill("20 USD")
    panel.get_by_label("Email address of the account").fill("no address")
    panel.get_by_role("button", name="Change").click()
    panel.get_by_role("link", name="I can't log in").click()
    panel.get_by_role("button", name="Subscription support").click()
    expect(panel.get_by_label("Amount of a charge")).to_have_value("20 USD")
    expect(panel.get_by_label("Email address of the account")).to_have_value("no address")


def test_two_tabs_keep_each_their_own(page: Page):
    page.goto("/en/")
    open_panel(page).locator("#messenger-text").fill("in the first tab")
    other = page.context.new_page()
    other.goto("/en/")
    expect(open_panel(other).locator("#messenger-text")).to_have_value("")
    page.reload()
    expect(panel_of(page).locator("#messenger-text")).to_have_value("in the first tab")


def test_two_tabs_of_one_conversation_show_what_each_says_and_keep_what_each_types(page: Page):
    page.goto("/en/messenger/")
    reach_fin(page, text="How do I cancel my subscription?", topic="Plans and cancellation")
    other = page.context.new_page()
    other.goto(page.url)
    said = "[data-author=person] .bubble"
    for tab, typed in ((page, "from the first tab"), (other, "from the second tab")):
        tab.locator("#composer-text").fill(typed)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(other.locator(said).last).to_have_text("from the first tab")
    expect(other.locator("[data-author=fin] .bubble")).to_have_count(2)
    expect(other.locator("#composer-text")).to_have_value("from the second tab")
    other.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(said).last).to_have_text("from the second tab")
    expect(page.locator(said)).to_have_count(3)
    expect(page.locator("#composer-text")).to_have_value("")


def test_signing_in_keeps_what_was_typed_and_nobody_else_is_shown_it(new_page: Callable[..., Page], site: Site):
    page = new_page()
    page.goto("/en/")
    open_panel(page).locator("#messenger-text").fill("typed by nobody known")
    come_to_help_center(page, site, "claude", "Sakura Ono")
    text = panel_of(page).locator("#messenger-text")
    expect(text).to_have_value("typed by nobody known")
    text.fill("typed by Sakura")
    # Her session ends: the words wait for her, and are gone once somebody else is there.
    page.context.clear_cookies()
    page.reload()
    expect(panel_of(page).locator(".who")).to_contain_text("Not logged in")
    expect(text).to_have_value("")
    come_to_help_center(page, site, "claude", "Sakura Ono")
    expect(text).to_have_value("typed by Sakura")
    page.context.clear_cookies()
    come_to_help_center(page, site, "claude", "Marta Silva")
    expect(panel_of(page).locator(".who")).to_contain_text("Marta Silva")
    expect(text).to_have_value("")
    assert "typed by Sakura" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_on_its_own_page_a_side_trip_and_a_reload_keep_it_and_sending_clears_it(page: Page):
    page.goto("/en/messenger/")
    page.locator("#messenger-text").fill("half a sentence")
    page.locator("#messenger a[href*=reach]").click()
    page.locator("[data-back]").click()
    expect(page.locator("#messenger-text")).to_have_value("half a sentence")
    page.reload()
    expect(page.locator("#messenger-text")).to_have_value("half a sentence")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator(".typed")).to_contain_text("half a sentence")
    assert "half a sentence" not in page.evaluate("JSON.stringify(sessionStorage)")


@pytest.mark.parametrize("onward", ["reload", "link"])
def test_on_its_own_page_a_form_that_was_stopped_has_not_arrived(page: Page, onward: str):
    page.goto("/en/messenger/")
    page.locator("#messenger-text").fill("an hour of work")
    page.route("**/start", lambda route: route.abort("aborted"))
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Send message").click()
    if onward == "reload":
        page.reload()
    else:
        page.get_by_role("link", name="Your options").click()
        page.locator("[data-back]").click()
    expect(page.locator("#messenger-text")).to_have_value("an hour of work")


def test_on_its_own_page_a_press_leaves_what_stands_in_the_composer(page: Page):
    page.goto("/en/messenger/")
    reach_fin(page, text="How do I cancel my subscription?", topic="Plans and cancellation")
    page.locator("#composer-text").fill("half a sentence")
    page.get_by_role("button", name="No, not yet").click()
    expect(page.locator(".onward")).to_be_visible()
    expect(page.locator("#composer-text")).to_have_value("half a sentence")


@pytest.mark.embedded
def test_in_a_products_page_a_side_trip_keeps_it_where_no_storage_is_allowed(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Kenji Hayashi")
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    frame.locator("#messenger-text").fill("half a sentence")
    frame.get_by_role("link", name="Your options").click()
    frame.locator("[data-back]").click()
    expect(frame.locator("#messenger-text")).to_have_value("half a sentence")
    frame.get_by_role("link", name="Your options").click()
    expect(frame.locator("#screen-title")).to_have_text("What support can I get?")
    browser_back(page)
    expect(frame.locator("#messenger-text")).to_have_value("half a sentence")


@pytest.mark.embedded
def test_in_a_products_page_that_may_keep_nothing_a_reload_loses_nothing_unasked(page: Page, site: Site):
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sign_in_at(page, site, "claude", "Kenji Hayashi")
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    hint = frame.locator("#messenger-unkept")
    frame.locator("#messenger-text").click()
    expect(hint).to_be_hidden()
    frame.locator("#messenger-text").press_sequentially("half")
    expect(hint).to_contain_text("until you reload")
    page.reload()
    assert asked == ["beforeunload"]
    # With nothing typed there is nothing to ask.
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.embedded
def test_in_a_products_page_a_reload_keeps_place_and_words_for_the_same_person_alone(partitioned: Page, site: Site):
    page = partitioned
    frame = page.frame_locator("iframe")

    def open_messenger(title: str) -> None:
        page.locator("[data-account] summary").click()
        page.locator("[data-get-help]").click()
        expect(frame.locator("#screen-title")).to_have_text(title)

    sign_in_at(page, site, "platform", "Ines Costa")
    open_messenger("Support messenger")
    frame.locator("#messenger-text").fill("half a sentence")
    frame.get_by_role("link", name="Your options").click()
    expect(frame.locator("#screen-title")).to_have_text("What support can I get?")
    (inner,) = (each for each in page.frames if "/messenger/" in each.url)
    inner.wait_for_function("sessionStorage.getItem('messenger.at').includes('reach')")
    page.reload()
    open_messenger("What support can I get?")
    frame.locator("[data-back]").click()
    expect(frame.locator("#messenger-text")).to_have_value("half a sentence")
    frame.get_by_role("link", name="Your options").click()
    expect(frame.locator("#screen-title")).to_have_text("What support can I get?")
    page.context.clear_cookies()
    sign_in_at(page, site, "platform", "Owen Clarke")
    open_messenger("Support messenger")
    expect(frame.locator("#messenger-text")).to_have_value("")
