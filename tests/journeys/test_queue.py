"""The queue by keyboard alone: rows, selection, one undo, the palette, and single letters switched off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import press, press_once_drawn
from tests.journeys.people import report, view_of

type Check = Callable[[Page], None]
LIST = "/admin/tickets/ticket/"


@pytest.fixture
def references(plain: Page) -> list[str]:
    """Two tickets, of which only who handles reports knows."""
    return [report(plain, words) for words in ("The first thing that happened.", "Another thing that happened.")]


def test_tickets_are_moved_and_found_without_a_mouse(
    references: list[str], staff_page: Callable[[str], Page], accessible: Check
):
    desk = staff_page("officer")
    rows = [desk.locator("tr", has_text=reference) for reference in references]
    for view in ("all", "reports"):
        desk.goto(f"{LIST}?view={view}")
        assert desk.locator("#result_list tbody").evaluate("(rows) => rows.getBoundingClientRect().top") <= 160
    assert rows[0].evaluate("(row) => row.offsetHeight") == 40
    # To the first, select; on to the next one, select.
    desk.keyboard.press("j")
    while not rows[0].locator("a.desk-subject").evaluate("(link) => link === document.activeElement"):
        desk.keyboard.press("j")
    desk.keyboard.press("x")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    expect(desk.locator(".queue-picked")).to_have_text("2 selected")
    accessible(desk)
    press(desk, desk.get_by_role("button", name="Assign to me"))
    expect(desk.locator(".queue-undo")).to_contain_text("2 tickets: assigned to")
    name = desk.locator(".desk-me").inner_text()
    for row in rows:
        expect(row.locator(".cell-assignee")).to_contain_text(name)
    accessible(desk)
    desk.keyboard.press("z")
    expect(desk.locator(".messagelist")).to_contain_text("2 tickets are as before.")
    for row in rows:
        expect(row.locator(".cell-assignee")).to_have_text("")

    # The palette finds a ticket by the beginning of its reference.
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette [role=option]").first).to_be_visible()
    accessible(desk)
    desk.keyboard.type(references[1][:9])
    expect(desk.locator("#palette-found [role=option][aria-selected=true]")).to_contain_text(references[1])
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**{LIST}{references[1]}/change/")

    # The ticket beside the list: rows are gone through, and what is done there shows in the list.
    desk.goto(f"{LIST}?view=reports")
    desk.get_by_role("button", name="Ticket beside the list").click()
    pane = desk.frame_locator(".queue-pane")
    expect(pane.locator("#write-body")).to_be_visible()
    link = rows[1].locator("a.desk-subject")
    while not link.evaluate("(link) => link === document.activeElement"):
        desk.keyboard.press("j")
    expect(pane.locator(".desk-facts")).to_contain_text(references[1])
    expect(link).to_have_attribute("aria-current", "true")
    accessible(desk)
    pane.get_by_role("button", name="Put on hold").click()
    expect(rows[1].locator(".chip[data-tone=on_hold]")).to_be_visible()
    expect(rows[1]).to_have_attribute("data-changed", "")
    desk.get_by_role("button", name="Ticket beside the list").click()
    expect(desk.locator(".queue-pane")).to_have_count(0)

    # Single letters are a choice.
    desk.goto(f"{LIST}?view=reports")
    press_once_drawn(desk, "?")
    expect(desk.locator("#desk-sheet")).to_be_visible()
    accessible(desk)
    press(desk, desk.get_by_role("button", name="Switch single-letter keys off"))
    expect(desk.locator("body.desk-no-keys")).to_be_visible()
    press_once_drawn(desk, "j")
    expect(desk.locator("#result_list :focus")).to_have_count(0)
    # Who comes after on this site finds the keys as they were.
    press(desk, desk.get_by_role("button", name="Keys"))
    press(desk, desk.get_by_role("button", name="Switch single-letter keys on"))
    expect(desk.locator("body.desk-no-keys")).to_have_count(0)


def test_the_queue_on_a_phone_and_a_view_of_ones_own(
    references: list[str], staff_page: Callable[[str], Page], accessible: Check
):
    desk = staff_page("officer")
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{LIST}?view=reports&q={references[0]}")
    row = desk.locator("tr", has_text=references[0])
    expect(row).to_have_count(1)
    assert row.evaluate("(row) => row.offsetHeight") < 80
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accessible(desk)
    desk.locator(".queue-filters summary").click()
    desk.get_by_role("button", name="Save as a view").click()
    desk.get_by_label("Name of the view").fill("Mine alone")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("link", name="Mine alone")).to_have_attribute("aria-current", "page")
    view_of(desk, "Edit views").click()
    accessible(desk)
    desk.get_by_role("button", name="Delete").click()
    expect(desk.locator(".messagelist")).to_contain_text("“Mine alone” is deleted")


def test_every_view_can_be_reached_however_wide_the_window_is(
    staff_page: Callable[..., Page], accessible: Check
) -> None:
    desk = staff_page("lead")
    for name in ("Every Japanese ticket", "Every Korean ticket", "Every German ticket"):
        desk.goto(f"{LIST}?locale={name.split()[1][:2].lower()}&sort=oldest")
        desk.get_by_role("button", name="Save as a view").click()
        desk.get_by_label("Name of the view").fill(name)
        desk.get_by_role("button", name="Save", exact=True).click()
    strip, more = desk.locator(".queue-strip"), desk.locator(".queue-more")
    names = ["Unsolved", "Mine", "Every Korean ticket", "Solved", "All", "Mentions", "Edit views"]
    for width in (1280, 390, 1700):
        desk.set_viewport_size({"width": width, "height": 844})
        desk.goto(LIST)
        # Nothing is cut off, and the open one is there.
        expect(strip.get_by_role("link", name="Unsolved")).to_have_attribute("aria-current", "page")
        assert strip.evaluate("(strip) => strip.scrollWidth <= strip.clientWidth"), width
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        more.focus()
        desk.keyboard.press("Enter")
        accessible(desk)
        for name in names:
            link = desk.locator(".queue-views").get_by_role("link", name=re.compile(f"^{name}"))
            expect(link).to_be_visible()
        desk.keyboard.press("Escape")
        expect(desk.locator("#menu-views")).to_be_hidden()
    # A saved one is open: it stands above the list on a phone too.
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(LIST)
    view_of(desk, "Every Korean ticket").click()
    expect(strip.get_by_role("link", name="Every Korean ticket")).to_be_visible()

    plain = staff_page("lead", java_script_enabled=False, viewport={"width": 390, "height": 844})
    plain.goto(LIST)
    expect(plain.locator(".queue-strip").get_by_role("link", name="All", exact=True)).to_be_visible()
    assert plain.evaluate("document.documentElement.scrollWidth <= innerWidth")
    view_of(plain, "Edit views").click()
    for name in ("Every Japanese ticket", "Every Korean ticket", "Every German ticket"):
        plain.get_by_role("listitem").filter(has_text=name).get_by_role("button", name="Delete").click()
        expect(plain.locator(".messagelist")).to_contain_text(name)
