"""The room of the conversation's screen: for the thread and the composer, zoomed, in forced colours, in the dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chats import PANEL, QUESTION, TOPIC, with_fin
from tests.journeys.people import open_panel, reach_fin

type Check = Callable[[Page], None]

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def is_read(page: Page, selector: str) -> bool:
    """Whether the beginning of the element, or its middle when it is low, is what one sees at that place."""
    return page.locator(selector).last.evaluate(
        """(element) => {
            element.scrollIntoView({ block: element.offsetHeight > 60 ? "start" : "center" });
            const { x, y, width, height } = element.getBoundingClientRect();
            return element.contains(document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 20)));
        }"""
    )


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
    assert is_read(page, ".citation blockquote :is(li, p)")
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
