"""The conversation's screen: room, focus, what is read aloud, times, zoom, and how answers come while it is open."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys.people import come_to_help_center, open_panel, reach_fin
from tests.journeys.site import Site

type Check = Callable[[Page], None]

QUESTION = "How do I cancel my subscription?"
TOPIC = "Plans and cancellation"
PANEL = {"width": 400, "height": 672}
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def with_fin(page: Page, *, size: dict[str, int] | None = None) -> Page:
    """A stranger's conversation in a frame of its own, as the panel shows it."""
    page.goto("/en/messenger/?panel=1")
    reach_fin(page, text=QUESTION, topic=TOPIC)
    if size:
        page.set_viewport_size(size)
        page.goto(f"{address_of(page)}?panel=1")
    return page


def address_of(page: Page) -> str:
    """The address of the conversation that the page shows."""
    return page.locator("#thread").get_attribute("data-thread").removesuffix("thread")


def focused(messenger: Page | FrameLocator) -> str:
    """What has the focus, by its id or class."""
    return messenger.locator("body").evaluate("() => document.activeElement.id || document.activeElement.className")


def is_read(page: Page, selector: str) -> bool:
    """Whether the middle of the element is what one sees at that place."""
    return page.locator(selector).last.evaluate(
        """(element) => {
            element.scrollIntoView({ block: "center" });
            const { x, y, width, height } = element.getBoundingClientRect();
            return element.contains(document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 20)));
        }"""
    )


# --- room ---


def test_what_is_said_of_a_hidden_key_leaves_the_composer_its_room(new_page: Callable[..., Page]):
    page = with_fin(new_page(), size=PANEL)
    page.locator("#composer-text").fill("My key is sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789ABCDEF")
    page.get_by_role("button", name="No, not yet").click()
    expect(page.locator(".composer .masked")).to_be_visible()
    wide = "(element) => element.getBoundingClientRect().width"
    assert page.locator("#composer-text").evaluate(wide) > 0.6 * page.locator("#composer").evaluate(wide)


def test_however_much_is_typed_the_way_onward_stays_in_sight(new_page: Callable[..., Page]):
    page = with_fin(new_page(), size=PANEL)
    page.get_by_role("button", name="No, not yet").click()
    last = page.locator(".onward li, .onward .button").last
    expect(last).to_be_in_viewport(ratio=1)
    page.locator("#composer-text").fill("\n".join("a line" for _each in range(8)))
    bottom = "e => e.getBoundingClientRect().bottom"
    page.wait_for_function(
        """() => document.querySelector(".onward").getBoundingClientRect().bottom
            <= document.getElementById("composer").getBoundingClientRect().top"""
    )
    assert last.evaluate(bottom) <= page.locator("#composer").evaluate("e => e.getBoundingClientRect().top")
    # Who reads further up stays there.
    scroll = page.locator("[data-scroll]")
    scroll.evaluate("e => new Promise((done) => { e.onscrollend = done; e.scrollTop = 0; })")
    page.locator("#composer-text").fill("a line")
    assert scroll.evaluate("e => e.scrollTop") == 0


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_most_of_the_panel_is_the_conversation(new_page: Callable[..., Page], size):
    page = new_page(viewport=size)
    page.goto("/en/")
    panel = open_panel(page)
    reach_fin(panel, text=QUESTION, topic=TOPIC)
    share = "(element) => element.getBoundingClientRect().height / innerHeight"
    room = panel.locator("[data-scroll]").evaluate(share) - panel.locator(".asking").evaluate(share)
    assert room >= 0.6
    assert panel.locator("body").evaluate("() => document.querySelector('.bar').scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_on_a_page_of_its_own_one_writes_below_the_thread_too(new_page: Callable[..., Page], size):
    page = new_page(viewport=size)
    page.goto("/ja/messenger/")
    page.locator("#messenger-text").fill("解約したい")
    page.locator("#start-form").get_by_role("button", name="プランの変更・解約").click()
    page.get_by_role("button", name="同意する").click()
    expect(page.locator("[data-author=fin] .bubble")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    room, composer = page.locator("[data-scroll]").bounding_box(), page.locator("#composer").bounding_box()
    assert room["y"] + room["height"] <= composer["y"] + 1
    assert composer["y"] + composer["height"] <= size["height"]
    # All of it but the bars, the question and the line to write in.
    assert room["height"] >= 0.6 * size["height"]
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('[data-scroll]')).overflowY") == "visible"


def test_files_are_picked_beside_the_field_and_nothing_moves_when_their_script_is_there(page: Page):
    with_fin(page, size=PANEL)
    field, clip, send = page.locator("#composer-text"), page.locator("label[for=files-pick]"), page.locator(".send")
    expect(page.locator("[data-files][data-live]")).to_have_count(1)
    boxes = [each.bounding_box() for each in (clip, field, send)]
    assert len({box["y"] + box["height"] / 2 for box in boxes}) == 1
    assert [box["width"] >= 44 <= box["height"] for box in boxes] == [True] * 3
    page.evaluate("delete document.querySelector('[data-files]').dataset.live")
    assert [each.bounding_box() for each in (clip, field, send)] == boxes


@pytest.mark.parametrize("size", [{"width": 640, "height": 400}, {"width": 320, "height": 256}], ids=["200 %", "400 %"])
def test_however_large_the_letters_answer_and_composer_can_be_used(page: Page, size):
    with_fin(page, size=size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert is_read(page, ".citation blockquote")
    page.get_by_role("button", name="No, not yet").click()
    expect(page.locator(".onward")).to_be_in_viewport()
    page.locator("#composer-text").fill("And on the phone?")
    assert is_read(page, "#composer-text")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-author=person]")).to_have_count(2)


def test_in_forced_colours_each_thing_has_an_edge(new_page: Callable[..., Page]):
    page = with_fin(new_page(viewport=PANEL, forced_colors="active"))
    edge = "e => [getComputedStyle(e).borderBlockStartStyle, getComputedStyle(e).borderBlockStartColor]"
    for each in ("[data-author=person] .bubble", "[data-author=fin] .bubble", "#composer-text", ".send"):
        style, colour = page.locator(each).first.evaluate(edge)
        assert style == "solid"
        assert colour not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}, each


def test_menu_and_errors_in_the_dark(new_page: Callable[..., Page], accessible: Check):
    page = with_fin(new_page(viewport=PANEL, color_scheme="dark"))
    page.locator(".bar-menu > summary").click()
    for summary in page.locator(".bar-sheet summary").all():
        summary.click()
    accessible(page)
    page.keyboard.press("Escape")
    # What is wrong and what has the focus look different.
    page.get_by_role("button", name="Send").click()
    wrong = page.locator("#composer-text[aria-invalid=true]")
    expect(wrong).to_be_focused()
    edge, ring = wrong.evaluate("e => [getComputedStyle(e).borderColor, getComputedStyle(e).outlineColor]")
    assert edge != ring
    accessible(page)


def test_nothing_sticks_out_from_right_to_left_in_the_narrowest_window(page: Page):
    with_fin(page, size={"width": 320, "height": 640})
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.locator(".bar-menu > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator(".bar-sheet").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


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


def answer(agent: Page, reference: str, words: str) -> None:
    agent.goto("/admin/tickets/ticket/")
    agent.locator("tr", has_text=reference).get_by_role("link").first.click()
    agent.locator("#write-body").fill(words)
    agent.get_by_role("button", name="Send and set to pending").click()
    expect(agent.locator(".desk-thread")).to_contain_text(words)


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
    answer(agent, event.locator(".reference").inner_text(), "We have cancelled it.")
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
    answer(agent, page.locator(".reference").first.inner_text(), "One more thing. " * 150)
    page.reload()
    expect(page.get_by_text("New answer")).to_have_count(1)
    page.goto(here + "?panel=1")
    expect(page.locator(".turn-new")).to_be_in_viewport()
