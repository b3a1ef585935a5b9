"""The conversation as it goes on: focus, keys, what is read aloud, times, and how answers come while it is open."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.chats import PANEL, QUESTION, TOPIC, address_of, focused, with_fin
from tests.journeys.people import answer_as, come_to_help_center, open_panel, reach_fin
from tests.journeys.site import Site

type Check = Callable[[Page], None]


# --- focus, keys, and what is read aloud ---


def test_the_focus_stays_where_one_writes_and_goes_to_what_came_of_a_press(page: Page):
    with_fin(page)
    page.evaluate("document.getElementById('messenger-said').kept = true")
    page.locator("#composer-text").fill("And on the phone?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-author=person]")).to_have_count(2)
    expect(page.locator("#composer-text")).to_have_value("")
    expect(page.locator("[data-author=fin] .bubble")).to_have_count(2)
    assert focused(page) == "composer-text"
    # Said once, by a line that is never swapped.
    said = page.locator("#messenger-said")
    expect(said).to_have_text(re.compile("^Fin answered:"))
    assert said.evaluate("e => e.kept === true && !e.closest('#messenger')")
    page.locator("#composer-text").fill("half a thought")
    page.get_by_role("button", name="No, not yet").click()
    expect(page.locator(".onward")).to_be_focused()
    expect(page.locator(".onward")).to_be_in_viewport()
    expect(page.locator("#composer-text")).to_have_value("half a thought")


def test_after_yes_there_is_a_sign_in_view(page: Page):
    with_fin(page, size=PANEL)
    page.get_by_role("button", name="Yes").click()
    sign = page.get_by_text("Glad that helped.")
    expect(sign).to_be_in_viewport()
    expect(sign).to_be_focused()


def test_words_typed_while_others_are_on_their_way_stay(page: Page):
    with_fin(page)
    page.route("**/ask", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.locator("#composer-text").fill("One.")
    page.keyboard.press("Control+Enter")
    page.locator("#composer-text").press_sequentially(" Two.")
    expect(page.locator("[data-author=person]")).to_have_count(2)
    expect(page.locator("[data-author=person] .bubble").last).to_have_text("One.")
    expect(page.locator("#composer-text")).to_have_value(" Two.")


def test_an_input_method_that_is_at_work_sends_nothing(page: Page):
    with_fin(page)
    page.locator("#composer-text").fill("かいやく")
    page.locator("#composer-text").dispatch_event(
        "keydown", {"key": "Enter", "ctrlKey": True, "isComposing": True, "bubbles": True}
    )
    page.locator("#composer-text").press("Enter")
    page.wait_for_timeout(200)
    expect(page.locator("[data-author=person]")).to_have_count(1)
    expect(page.locator("#composer-text")).to_have_value("かいやく\n")


def test_escape_closes_the_menu_first_and_the_panel_then(page: Page):
    page.goto("/en/")
    panel = open_panel(page)
    reach_fin(panel, text=QUESTION, topic=TOPIC)
    menu = panel.locator(".bar-menu")
    menu.locator("> summary").press("Enter")
    expect(menu.get_by_role("button", name="Save as text")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Save as text")).to_be_hidden()
    expect(menu.locator("> summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("iframe.messenger-panel")).to_be_hidden()


def test_the_language_changes_in_the_frame(page: Page):
    with_fin(page)
    page.locator(".bar-menu > summary").click()
    page.locator(".bar-sheet summary", has_text="Language").click()
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator(".turn-day").first).to_have_text("今日")
    expect(page.locator("[data-author=person] .bubble")).to_have_text(QUESTION)


# --- times ---


def test_days_and_times_are_the_readers_own(new_page: Callable[..., Page]):
    page = new_page(timezone_id="Asia/Tokyo")
    page.goto("/ja/messenger/?panel=1")
    page.evaluate(
        """() => {
            const line = (at) => `<p class="turn-day"><time datetime="${at}" data-time="day">x</time></p>
                <time class="t" datetime="${at}" data-time="time">x</time>
                <time class="b" datetime="${at}" data-time="both">x</time>`;
            // In Tokyo the first two are one day, of UTC the last two.
            const times = ["2025-11-23T15:30:00+00:00", "2025-11-24T12:31:00+00:00", "2025-11-24T15:10:00+00:00"];
            document.getElementById("messenger").innerHTML = times.map(line).join("");
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    shown = "e => e.filter(each => !each.hidden).map(each => each.textContent)"
    assert page.locator(".turn-day").evaluate_all(shown) == ["2025年11月24日(月)", "2025年11月25日(火)"]
    assert page.locator(".t").all_text_contents() == ["0:30", "21:31", "0:10"]
    assert page.locator(".b").nth(1).inner_text() == "2025年11月24日(月) 21:31"
    page.evaluate(
        """() => {
            document.querySelector(".b").dateTime = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    assert page.locator(".b").first.inner_text().startswith("明日 ")


# --- without scripts ---


def test_without_scripts_typed_words_come_back_and_deleting_says_so(plain: Page):
    plain.goto("/en/messenger/")
    reach_fin(plain, text=QUESTION, topic=TOPIC)
    expect(plain.locator(".turn-head time").first).to_contain_text("UTC")
    plain.locator("#composer-text").fill("half a thought")
    plain.get_by_role("button", name="No, not yet").click()
    expect(plain.locator(".onward")).to_be_in_viewport()
    expect(plain.locator("#composer-text")).to_have_value("half a thought")
    # The page renews itself until the answer is there, also where it was sent to a place in it.
    plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.get_by_role("button", name="Yes")).to_be_visible(timeout=15_000)
    plain.locator(".bar-menu > summary").click()
    with plain.expect_download() as saved:
        plain.get_by_role("button", name="Save as JSON").click()
    assert json.loads(saved.value.path().read_text())["entries"][0]["text"] == QUESTION
    plain.locator(".bar-sheet summary", has_text="Delete").click()
    plain.get_by_role("button", name="Delete this conversation").click()
    expect(plain.get_by_text("The conversation is deleted.")).to_be_visible()


def test_that_it_is_deleted_is_said_once(page: Page):
    page.goto("/en/messenger/")
    reach_fin(page, text=QUESTION, topic=TOPIC)
    page.locator(".bar-menu > summary").click()
    page.locator(".bar-sheet summary", has_text="Delete").click()
    page.get_by_role("button", name="Delete this conversation").click()
    expect(page.get_by_text("The conversation is deleted.")).to_be_focused()
    page.reload()
    expect(page.get_by_text("The conversation is deleted.")).to_have_count(0)


# --- the team's answers ---


def test_an_answer_comes_while_the_thread_is_open_and_disturbs_nobody(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
):
    page = new_page(viewport=PANEL)
    come_to_help_center(page, site, "claude", "Ren Fujita")
    with_fin(page)
    page.get_by_role("button", name="No, not yet").click()
    page.get_by_role("button", name="Forward to the Product Support team").click()
    event = page.locator("[data-author=event]")
    expect(event).to_be_focused()
    expect(page.locator(".case-line summary")).to_contain_text("Received")
    accessible(page)
    page.locator("#composer-text").fill("half a thought")
    page.evaluate("document.querySelector('.turn').kept = document.getElementById('composer-text').kept = true")
    agent = staff_page("agent")
    answer_as(agent, event.locator(".reference").inner_text(), "We have cancelled it.")
    # As when one comes back to the tab.
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-author=team] .bubble")).to_have_text("We have cancelled it.", timeout=20_000)
    expect(page.locator(".case-line summary")).to_contain_text("Answered, your turn")
    expect(page.locator("#messenger-said")).to_have_text(re.compile("answered by email We have cancelled it.$"))
    expect(page.locator(".turn-new")).to_have_count(1)
    assert page.evaluate("document.querySelector('.turn').kept && document.getElementById('composer-text').kept")
    expect(page.locator("#composer-text")).to_have_value("half a thought")
    assert focused(page) == "composer-text"
    # It was seen; the next one isn't, and is where the thread opens.
    here = address_of(page)
    page.goto("/en/messenger/conversations")
    expect(page.get_by_text("New answer")).to_have_count(0)
    answer_as(agent, page.locator(".reference").first.inner_text(), "One more thing. " * 150)
    page.reload()
    expect(page.get_by_text("New answer")).to_have_count(1)
    page.goto(here + "?panel=1")
    expect(page.locator(".turn-new")).to_be_in_viewport()
