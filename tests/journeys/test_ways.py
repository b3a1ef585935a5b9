"""Finding one's way in the panel: back to where one was, at the same place, by the bar and by the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.people import come_to_help_center, open_panel
from tests.journeys.site import Site
from tests.journeys.ways import PANEL, ask_fin, at, browser_back, frame_of


def _hold(page: Page, held: list[Route], count: int) -> None:
    """Waits until so many requests are held back."""
    while len(held) < count:
        page.wait_for_timeout(20)


def test_from_a_citation_both_backs_lead_to_the_same_place_in_the_conversation(page: Page):
    page.goto("/en/")
    page.goto("/en/articles/9018020")
    open_panel(page)
    panel = ask_fin(page, "How do I cancel my subscription?")
    place = "document.querySelector('.screen-body').scrollTop"
    for go_back in (lambda: panel.locator("[data-back]").click(), lambda: browser_back(page)):
        panel.locator(".citation figcaption a").first.scroll_into_view_if_needed()
        left_at = frame_of(page).evaluate(place)
        panel.locator(".citation figcaption a").first.click()
        expect(panel.locator(".article-inside")).to_be_visible()
        go_back()
        expect(panel.locator(".citation figcaption a").first).to_be_focused()
        assert frame_of(page).evaluate(place) == left_at > 0
    # All the steps to the answer are one place, before it is home, and before that another page.
    browser_back(page)
    expect(panel.locator("#messenger-text")).to_be_visible()
    page.evaluate("history.forward()")
    expect(panel.locator(".citation figcaption a").first).to_be_visible()
    browser_back(page)
    expect(panel.locator("#messenger-text")).to_be_visible()
    browser_back(page)
    page.wait_for_url("**/en/")


def test_from_an_article_back_to_the_hits_and_from_there_home_where_no_way_back_is_left(page: Page):
    page.goto("/ja/")
    panel = open_panel(page)
    panel.locator("#messenger-q").fill("解約")
    panel.locator("#messenger-q").press("Enter")
    panel.locator(".hits a").nth(1).click()
    expect(panel.locator(".article-inside")).to_be_visible()
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-q")).to_have_value("解約")
    expect(panel.locator(".hits a").nth(1)).to_be_focused()
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_be_visible()
    expect(panel.locator("[data-back]")).to_have_count(0)


def test_show_me_the_steps_leads_back_to_that_didnt_work(new_page: Callable[..., Page], site: Site):
    page = new_page()
    come_to_help_center(page, site, "claude", "Yui Tanaka")
    open_panel(page)
    panel = ask_fin(page, "How do I delete my account?", topic="Delete my account")
    panel.get_by_role("button", name="No, not yet").click()
    panel.get_by_role("link", name="Show me the steps").click()
    expect(panel.locator(".article-inside")).to_be_visible()
    panel.locator("[data-back]").click()
    expect(panel.get_by_role("button", name="That didn't work")).to_be_visible()


def test_a_form_with_errors_and_the_steps_of_one_conversation_add_no_step_back(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("locked out")
    panel.get_by_role("button", name="Send message").click()
    panel.get_by_role("button", name="Agree").click()
    panel.get_by_role("link", name="I can't log in").click()
    panel.get_by_role("button", name="Subscription support").click()
    for _press in range(2):
        panel.get_by_role("button", name="Send message").last.click()
        expect(panel.locator("[aria-invalid=true]").first).to_be_visible()
    panel.get_by_label("Amount of a charge").fill("20 USD")
    browser_back(page)
    expect(panel.locator("#messenger-text")).to_be_visible()
    page.evaluate("history.forward()")
    expect(panel.get_by_label("Amount of a charge")).to_have_value("20 USD")


def test_a_late_answer_does_not_take_the_place_of_where_one_went_back_to(page: Page):
    page.goto("/en/articles/9018020")
    open_panel(page)
    panel = ask_fin(page, "How do I cancel my subscription?")
    held: list[Route] = []
    page.route("**/messenger/**", lambda route: held.append(route))
    panel.locator(".composer textarea").fill("it came late")
    panel.locator(".composer textarea").press("Control+Enter")
    _hold(page, held, 1)
    browser_back(page)
    _hold(page, held, 2)
    with page.expect_event("requestfinished", lambda request: request.redirected_from is not None):
        held[0].continue_()
    for route in held[1:]:
        route.continue_()
    page.unroute("**/messenger/**")
    expect(panel.locator("#messenger-text")).to_be_visible()
    page.evaluate("history.forward()")
    # It has arrived, once.
    expect(panel.locator("[data-author=person] .bubble", has_text="it came late")).to_have_count(1)
    expect(panel.locator(".composer textarea")).to_have_value("")


def test_a_deleted_conversation_is_no_place_to_come_back_to(page: Page):
    page.goto("/en/articles/9018020")
    open_panel(page)
    panel = ask_fin(page, "How do I cancel my subscription?")
    panel.locator(".composer textarea").fill("half a sentence")
    panel.locator(".bar-menu > summary").click()
    panel.get_by_text("Delete", exact=True).first.click()
    panel.get_by_role("button", name="Delete this conversation").click()
    at(page, "Your conversations")
    assert "half a sentence" not in page.evaluate("JSON.stringify(sessionStorage)")
    browser_back(page)
    expect(panel.locator("#messenger-text")).to_be_visible()


def test_behind_the_closed_panel_one_press_of_back_leaves_the_page(page: Page):
    page.goto("/en/")
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.get_by_role("link", name="Your options").click()
    at(page, "What support can I get?")
    panel.locator("#messenger").press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    browser_back(page)
    page.wait_for_url("**/en/")


@pytest.mark.parametrize("link", ["in the panel", "of the page"])
def test_from_a_page_left_with_the_panel_several_screens_on_each_press_of_back_does_something(page: Page, link: str):
    page.goto("/en/")
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.locator("#messenger-q").fill("cancel")
    panel.locator("#messenger-q").press("Enter")
    panel.locator(".hits a").nth(1).click()
    if link == "in the panel":
        panel.get_by_role("link", name="Open the article in the help center").click()
    else:
        expect(panel.locator(".article-inside")).to_be_visible()
        page.locator(".breadcrumbs a").last.click()
    page.wait_for_url(lambda url: "9018020" not in url)
    page.go_back()
    page.wait_for_url("**/en/articles/9018020-*")
    expect(panel.locator(".article-inside")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/en/")


@pytest.mark.parametrize("leave", ["reload", "goto"])
def test_another_page_and_a_reload_show_the_open_panel_where_it_was(page: Page, leave: str):
    page.goto("/en/articles/9018020")
    open_panel(page)
    panel = ask_fin(page, "How do I cancel my subscription?")
    panel.locator(".composer textarea").fill("half a sentence")
    if leave == "reload":
        page.reload()
    else:
        # In the language of the page, and without taking the focus from it.
        page.goto("/ja/articles/9015913")
        expect(panel.locator("html")).to_have_attribute("lang", "ja")
    expect(panel.locator(".composer textarea")).to_have_value("half a sentence")
    assert page.evaluate("document.activeElement === document.body")
    # Nothing was before it in this frame: the bar's Back leads home, and the browser's out of the page.
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_be_visible()
    panel.locator("#messenger").press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    page.reload()
    expect(page.locator("#launcher")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)


def test_a_place_that_is_no_more_opens_as_home(page: Page):
    page.goto("/en/")
    page.evaluate("sessionStorage.setItem('messenger.at', JSON.stringify({ place: 'c/nothing/' }))")
    panel = open_panel(page)
    expect(panel.locator("#messenger-text")).to_be_visible()


def test_the_frame_is_called_as_its_screen_is(page: Page):
    page.goto("/en/")
    panel = open_panel(page)
    panel.get_by_role("link", name="Your options").click()
    at(page, "What support can I get?")
    assert frame_of(page).evaluate("document.title") == "What support can I get?"


def test_a_step_back_to_a_screen_in_another_language_speaks_it(page: Page):
    page.goto("/en/")
    panel = open_panel(page)
    frame_of(page).evaluate("htmx.ajax('GET', '/ja/messenger/reach', { target: '#messenger', swap: 'outerHTML' })")
    expect(panel.locator("html")).to_have_attribute("lang", "ja")
    browser_back(page)
    expect(panel.locator("html")).to_have_attribute("lang", "en")
    at(page, "Support messenger")


def test_the_notice_speaks_the_language_of_the_screen(page: Page):
    page.goto("/en/")
    panel = open_panel(page)
    frame_of(page).evaluate("htmx.ajax('GET', '/ja/messenger/reach', { target: '#messenger', swap: 'outerHTML' })")
    expect(panel.locator("html")).to_have_attribute("lang", "ja")
    page.context.set_offline(True)
    expect(panel.locator("#messenger-notice")).to_contain_text("オフライン")
    expect(panel.locator("#messenger-again")).to_have_text("もう一度試す", use_inner_text=False)
    page.context.set_offline(False)
    expect(panel.locator("#messenger-notice")).to_be_hidden()


def test_a_field_made_larger_by_hand_breaks_no_rule(page: Page):
    """A style that the browser wrote itself would be copied to the next screen, which the policy refuses."""
    page.goto("/en/")
    panel = open_panel(page)
    frame_of(page).evaluate("document.getElementById('messenger-text').style.height = '200px'")
    panel.get_by_role("button", name="Send message").click()
    panel.get_by_role("button", name="Agree").or_(panel.locator("#text-error")).first.wait_for()


def test_what_is_no_screen_of_the_messenger_opens_outside_the_frame(page: Page):
    page.context.route("https://**", lambda route: route.abort())
    page.goto("/en/articles/9015913")
    panel = open_panel(page)
    frame = frame_of(page)
    frame.evaluate("htmx.ajax('GET', '/en/messenger/articles/9018020', { target: '#messenger', swap: 'outerHTML' })")
    with page.expect_popup():
        panel.locator(".prose a[href^='https:']").first.click()
    expect(panel.locator(".article-inside")).to_be_visible()
    # A place in the article is no step of the history.
    steps = page.evaluate("history.length")
    frame.evaluate("document.querySelector('.prose p a').href = '#' + document.querySelector('.prose [id]').id")
    panel.locator(".prose p a").first.click()
    assert page.evaluate("history.length") == steps
    frame.evaluate("document.querySelector('.prose p a').href = '/en/collections/2300-billing-and-plans'")
    panel.locator(".prose p a").first.click()
    page.wait_for_url("**/en/collections/2300-*")


def test_on_a_phone_a_page_asked_for_in_the_panel_isnt_hidden_by_it(phone: Page):
    phone.goto("/en/")
    panel = open_panel(phone)
    panel.locator("#messenger-q").fill("cancel")
    panel.locator("#messenger-q").press("Enter")
    panel.locator(".hits a").first.click()
    panel.get_by_role("link", name="Open the article in the help center").click()
    phone.wait_for_url("**/en/articles/**")
    expect(phone.locator("iframe")).to_have_count(0)


def test_the_line_that_says_work_is_under_way_ends_with_the_screen_that_was_pressed(page: Page):
    page.goto("/en/messenger/?panel=1")
    page.locator("#messenger-text").fill("How do I cancel?")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("button", name="Agree")).to_be_visible()
    expect(page.locator("#messenger-shell")).not_to_have_attribute("data-busy", "")


def test_on_its_own_page_back_leads_from_article_to_article_and_to_what_was_typed(page: Page):
    page.goto("/en/messenger/")
    page.locator("#messenger-text").fill("half a sentence")
    page.locator(".at-hand a").first.click()
    first = page.locator(".article-title")
    title = first.inner_text()
    page.evaluate("document.querySelector('.prose').innerHTML = '<a href=\"/en/messenger/articles/9018020\">on</a>'")
    page.get_by_role("link", name="on", exact=True).click()
    expect(first).not_to_have_text(title)
    page.locator("[data-back]").click()
    expect(first).to_have_text(title)
    page.locator("[data-back]").click()
    expect(page.locator("#messenger-text")).to_have_value("half a sentence")


def test_words_in_the_search_field_of_the_hits_are_there_again_after_asking_fin(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    panel.get_by_role("link", name="Your options").click()
    at(page, "What support can I get?")
    panel.get_by_role("link", name="Search help resources").click()
    field = panel.locator("#messenger-q")
    expect(panel.locator(".screen-home")).to_have_count(0)
    field.fill("another thing")
    panel.locator("form[action$='/start'] button").first.click()
    expect(panel.get_by_role("button", name="Agree").or_(panel.locator("#text-error"))).to_be_visible()
    browser_back(page)
    expect(field).to_have_value("another thing")


def test_suggestions_that_come_after_the_search_field_was_left_cover_nothing(page: Page):
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    held: list[Route] = []
    page.route("**/messenger/suggest**", lambda route: held.append(route))
    panel.locator("#messenger-q").press_sequentially("cancel")
    _hold(page, held, 1)
    panel.locator("#messenger-text").focus()
    with page.expect_event("requestfinished", lambda request: "/suggest" in request.url):
        held[-1].continue_()
    expect(panel.locator("#suggestions a").first).to_be_attached()
    expect(panel.locator("#suggestions a").first).to_be_hidden()
