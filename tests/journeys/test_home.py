"""The messenger's home: few presses from an article to a ticket, suggestions by keyboard, articles that fit."""

from collections.abc import Callable

from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys.people import come_to_help_center, open_panel
from tests.journeys.site import Site

type Check = Callable[[Page], None]
ARTICLE = "/en/articles/9018020"


def from_article_to_ticket(page: Page) -> None:
    """Ask about the article that is open until a ticket says so: four presses, and the consent the first time."""
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("I cancelled and was charged again")
    panel.get_by_role("group").get_by_role("button", name="Plans and cancellation").click()
    agree, no = panel.get_by_role("button", name="Agree"), panel.get_by_role("button", name="No, not yet")
    expect(agree.or_(no)).to_be_visible()
    if agree.is_visible():
        agree.click()
    no.click()
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    expect(panel.locator("#thread")).to_contain_text("HC-")


def test_a_ticket_is_four_presses_away_and_nothing_is_asked_twice(new_page: Callable[..., Page], site: Site):
    page = new_page()
    come_to_help_center(page, site, "claude", "Ren Fujita")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    # The second time in another tab, which begins at home.
    for tab in (page, page.context.new_page()):
        tab.goto(ARTICLE)
        from_article_to_ticket(tab)
    assert asked.count("agree") <= 1
    assert asked.count("hand-over") == 2
    assert not {"details", "topic"} & set(asked)


def search(panel: FrameLocator, words: str) -> None:
    panel.locator("#messenger-q").press_sequentially(words)
    expect(panel.locator("#suggestions a").first).to_be_visible()


def test_suggestions_are_walked_and_put_away_by_keyboard(page: Page, accessible: Check):
    page.goto(ARTICLE)
    panel = open_panel(page)
    field, first = panel.locator("#messenger-q"), panel.locator("#suggestions a").first
    before = panel.locator("#messenger-text").bounding_box()
    panel.get_by_role("button", name="Search").press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    search(panel, "refund")
    assert panel.locator("#messenger-text").bounding_box() == before
    # Each is as wide as the box, and where there is no room for all of them, they scroll.
    box = panel.locator("#suggestions")
    assert first.bounding_box()["width"] == box.bounding_box()["width"] - 2
    assert box.evaluate("e => getComputedStyle(e).overflowY") == "auto"
    expect(panel.locator("#suggested")).to_contain_text("articles")
    accessible(page)
    field.press("ArrowDown")
    expect(first).to_be_focused()
    first.press("ArrowUp")
    expect(field).to_be_focused()
    field.press("Escape")
    expect(panel.locator("#suggestions")).to_be_hidden()
    expect(page.locator("iframe.messenger-panel")).to_be_visible()
    field.press("ArrowDown")
    expect(first).to_be_focused()
    title = first.inner_text().partition("\n")[0]
    first.press("Enter")
    expect(panel.locator(".article-title")).to_have_text(title)
    panel.locator("[data-back]").click()
    expect(panel.locator("#start-form")).to_be_visible()


def test_one_han_character_suggests_and_an_emptied_field_puts_all_away(page: Page):
    page.goto("/ja/articles/9018020")
    panel = open_panel(page)
    search(panel, "解")
    panel.locator("#messenger-q").fill("")
    expect(panel.locator("#suggestions")).to_be_hidden()


def test_the_home_fits_the_page_and_every_screen_of_it_is_accessible(new_page: Callable[..., Page], accessible: Check):
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(ARTICLE)
    panel = open_panel(page)
    expect(panel.locator(".at-hand a")).to_have_count(3)
    expect(panel.locator(".at-hand a[href*='/9018020']")).to_have_count(0)
    accessible(page)
    panel.get_by_role("link", name="Your options").click()
    expect(panel.locator(".channels")).to_be_visible()
    accessible(page)
    panel.locator("[data-back]").click()
    panel.locator("#messenger-text").fill("I lost my phone")
    panel.get_by_role("button", name="I can't log in").click()
    expect(panel.locator("#messenger-text")).to_have_value("I lost my phone")
    accessible(page)
    panel.get_by_role("button", name="Export my data").click()
    panel.get_by_role("button", name="Agree").click()
    expect(panel.locator("#id_text")).to_have_value("I lost my phone")
    accessible(page)


def test_without_scripts_an_ended_visit_hands_back_what_can_still_be_changed(plain: Page):
    plain.goto("/en/messenger/cant-log-in")
    plain.get_by_role("button", name="Export my data").click()
    plain.get_by_role("button", name="Agree").click()
    plain.get_by_label("Your message").fill("Everything I wrote")
    plain.get_by_label("Organization").fill("Acme & Co")
    plain.context.clear_cookies()
    plain.get_by_role("button", name="Send message").last.click()
    expect(plain.get_by_label("Organization")).to_have_value("Acme & Co")
    plain.get_by_label("Organization").fill("Acme & Sons")
    plain.get_by_role("button", name="Start a conversation with it").click()
    plain.get_by_role("button", name="Agree").click()
    expect(plain.get_by_label("Your message")).to_have_value("Everything I wrote")
    expect(plain.get_by_label("Organization")).to_have_value("Acme & Sons")
