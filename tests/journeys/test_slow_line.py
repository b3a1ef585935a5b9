"""A line that is slow or ends in between, and late scripts: the last press counts, and nothing typed is lost."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.journeys.people import open_panel
from tests.journeys.ways import ask_fin, at, browser_back, frame_of, panel_of


class Line:
    """Holds back each request of the messenger, or for what `pattern` names, until it is let go."""

    def __init__(self, page: Page, pattern: str | re.Pattern[str] = "**/messenger/**") -> None:
        self._page = page
        self._pattern = pattern
        self._held: list[Route] = []
        page.route(pattern, lambda route: self._held.append(route))

    def wait_for(self, count: int) -> None:
        """Until so many are held back."""
        while len(self._held) < count:
            self._page.wait_for_timeout(20)

    def answer(self, number: int) -> None:
        """Lets one go, and waits until it is answered; a form by the screen that it leads on to."""
        is_form = self._held[number].request.method == "POST"
        with self._page.expect_event("requestfinished", lambda got: not is_form or got.redirected_from is not None):
            self._held[number].continue_()

    def open(self) -> None:
        """Lets all go that are still wanted, and holds nothing back any more."""
        self._page.unroute(self._pattern)
        for route in self._held:
            with suppress(Error):  # it was answered, or given up
                route.continue_()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_links_the_last_pressed_is_shown(page: Page, order: tuple[int, int]):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    line = Line(page)
    panel.get_by_role("link", name="Your options").click()
    panel.locator(".at-hand a").first.click()
    line.wait_for(2)
    for number in order:
        line.answer(number)
    line.open()
    at(page, "Article")
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_be_visible()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_link_that_is_pressed_while_a_form_is_on_its_way_is_followed(page: Page, order: tuple[int, int]):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("an hour of work")
    line = Line(page)
    panel.get_by_role("button", name="Send message").click()
    panel.get_by_role("link", name="Your options").click()
    line.wait_for(2)
    for number in order:
        line.answer(number)
    line.open()
    at(page, "What support can I get?")
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")


def test_the_bars_back_pressed_twice_is_one_step(page: Page):
    page.goto("/en/")
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.get_by_role("link", name="Your options").click()
    at(page, "What support can I get?")
    line = Line(page)
    panel.locator("[data-back]").dblclick()
    line.wait_for(1)
    expect(panel.locator("#messenger-shell")).to_have_attribute("data-busy", "")
    panel.locator("[data-back]").click()
    line.open()
    expect(panel.locator("#messenger-text")).to_be_visible()
    assert "/articles/9018020" in page.url
    expect(panel.locator("#messenger-shell")).not_to_have_attribute("data-busy", "")


def test_a_link_that_is_pressed_while_a_step_back_is_on_its_way_is_followed_from_here(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.get_by_role("link", name="Your options").click()
    at(page, "What support can I get?")
    line = Line(page)
    browser_back(page)
    line.wait_for(1)
    panel.get_by_role("link", name="Search help resources").click()
    line.wait_for(2)
    line.answer(1)
    line.open()
    at(page, "Search help resources")
    for title in ("What support can I get?", "Support messenger"):
        browser_back(page)
        at(page, title)


def test_two_steps_back_on_their_way_are_two_steps(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.get_by_role("link", name="Your options").click()
    at(page, "What support can I get?")
    panel.get_by_role("link", name="Search help resources").click()
    at(page, "Search help resources")
    line = Line(page)
    for count in (1, 2):
        browser_back(page)
        line.wait_for(count)
    line.open()
    at(page, "Support messenger")
    page.evaluate("history.forward()")
    at(page, "What support can I get?")


def test_a_line_that_ends_within_an_answer_prints_no_error(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("an hour of work")
    # Routes answer whole; the page's own fetch is given a body that breaks.
    frame_of(page).evaluate(
        """() => {
            const fetch = window.fetch;
            window.fetch = async (...given) => {
                window.fetch = fetch;
                const body = new ReadableStream({ pull(stream) { stream.error(new TypeError("network error")); } });
                return new Response(body, { headers: { "Content-Type": "text/html" } });
            };
        }"""
    )
    panel.get_by_role("button", name="Send message").click()
    expect(panel.locator("#messenger-notice")).to_contain_text("We can't reach the help center")
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")
    panel.get_by_role("button", name="Try again").click()
    expect(panel.locator(".typed")).to_contain_text("an hour of work")


def test_an_answer_that_takes_too_long_is_a_line_that_is_down(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("an hour of work")
    frame_of(page).evaluate("htmx.config.defaultTimeout = 300")
    line = Line(page)
    panel.get_by_role("button", name="Send message").click()
    expect(panel.locator("#messenger-notice")).to_contain_text("We can't reach the help center")
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")
    line.open()
    frame_of(page).evaluate("htmx.config.defaultTimeout = 30000")
    panel.get_by_role("button", name="Try again").click()
    expect(panel.locator(".typed")).to_contain_text("an hour of work")


SCRIPTS = re.compile(r"/static/bundles/messenger[^/]*\.js|/static/js/messenger-[^/]*\.js")


def test_what_is_typed_before_the_scripts_have_begun_is_kept_and_sent(page: Page):
    line = Line(page, SCRIPTS)
    page.goto("/en/articles/9018020")
    page.locator("#launcher").click()
    panel = panel_of(page)
    panel.locator("#messenger-text").press_sequentially("typed early")
    line.open()
    expect(page.locator("#launcher")).to_have_attribute("data-ready", "1")
    expect(panel.locator("#messenger-text")).to_have_value("typed early")
    panel.get_by_role("link", name="Your options").click()
    at(page, "What support can I get?")
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_have_value("typed early")


def test_a_form_that_is_sent_before_the_scripts_have_begun_stays_in_the_panel(page: Page):
    line = Line(page, SCRIPTS)
    page.goto("/en/articles/9018020")
    page.locator("#launcher").click()
    panel = panel_of(page)
    panel.locator("#messenger-text").press_sequentially("typed early")
    panel.get_by_role("button", name="Send message").click(no_wait_after=True)
    expect(panel.locator(".typed")).to_contain_text("typed early")
    expect(panel.locator(".site-header")).to_have_count(0)
    expect(panel.locator("[data-close-messenger]")).to_be_visible()
    line.open()
    panel.get_by_role("button", name="Agree").click()
    expect(panel.locator("button.topic").first).to_be_visible()


def test_what_was_pressed_before_the_panel_was_closed_has_happened_when_it_is_opened(page: Page):
    page.goto("/en/articles/9018020")
    open_panel(page)
    panel = ask_fin(page, "How do I cancel my subscription?")
    line = Line(page)
    panel.get_by_role("button", name="No, not yet").click()
    line.wait_for(1)
    panel.locator("#messenger").press("Escape")
    line.open()
    page.locator("#launcher").click()
    expect(panel.locator(".onward")).to_be_visible()
