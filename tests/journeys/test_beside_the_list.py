"""The ticket beside the list: both can be read, and keys and the palette reach the ticket from the list."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.journeys.people import report

type Check = Callable[[Page], None]
LIST = "/admin/tickets/ticket/"
LONG = "\n".join(f"Line {number} of what happened." for number in range(40))


@pytest.fixture
def references(plain: Page) -> list[str]:
    """Two tickets with much to read, of which only who handles reports knows."""
    return [report(plain, f"{words}\n{LONG}") for words in ("The lantern is dark.", "The gate stands open.")]


@pytest.fixture
def desk(references: list[str], staff_page: Callable[[str], Page]) -> Iterator[Page]:
    """The list with a ticket beside it, for somebody who had it alone before."""
    page = staff_page("admin")
    page.goto(f"{LIST}?view=reports&sort=newest")
    page.get_by_role("button", name="Ticket beside the list").click()
    expect(page.frame_locator(".queue-pane").locator("#write-body")).to_be_visible()
    yield page
    page.goto(LIST)
    page.get_by_role("button", name="Ticket beside the list").click()
    expect(page.locator(".queue-pane")).to_have_count(0)


def pane_of(desk: Page) -> FrameLocator:
    return desk.frame_locator(".queue-pane")


def row_of(desk: Page, reference: str) -> Locator:
    """The row of a ticket by its link: the reference itself has no room beside a ticket."""
    return desk.locator(f"#result_list tr:has(a[href*='{reference}'])")


def is_in_view(element: Locator) -> bool:
    """Whether its end is within the window that it is in, and not scrolled away."""
    return element.evaluate(
        "(each) => { const { bottom } = each.getBoundingClientRect(); return bottom > 0 && bottom <= innerHeight; }"
    )


def test_the_list_and_what_was_said_last_can_be_read_side_by_side(
    desk: Page, references: list[str], accessible: Check
) -> None:
    pane = pane_of(desk)
    row_of(desk, references[0]).locator("a.desk-subject").click()
    expect(pane.locator("#facts")).to_contain_text(references[0])
    for reference in references:
        row = row_of(desk, reference)
        assert row.locator(".cell-subject").evaluate("(cell) => cell.clientWidth") > 250
        expect(row.locator(".cell-status .chip")).to_be_visible()
    expect(pane.locator("#thread")).to_contain_text("Line 39")
    # The end of the thread, the field and the buttons, without any scrolling; the page goes on below.
    for part in ("#thread > ol > li:last-child", "#write-body", ".desk-write .buttons >> nth=0"):
        assert is_in_view(pane.locator(part)), part
    assert pane.locator("#controls").evaluate("(card) => card.getBoundingClientRect().top < innerHeight")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accessible(desk)
    # With room for both columns the side stands beside what was said.
    desk.set_viewport_size({"width": 1700, "height": 1000})
    side, thread = pane.locator("#controls").bounding_box(), pane.locator("#thread").bounding_box()
    assert side
    assert thread
    assert side["x"] > thread["x"] + thread["width"]


def go_to(desk: Page, reference: str) -> None:
    """By `j` to the row of this ticket."""
    link = row_of(desk, reference).locator("a.desk-subject")
    desk.locator(".queue-keys").focus()
    desk.keyboard.press("j")
    while not link.evaluate("(link) => link === document.activeElement"):
        desk.keyboard.press("j")


def test_keys_of_the_ticket_reach_it_from_the_list(desk: Page, references: list[str], accessible: Check) -> None:
    pane = pane_of(desk)
    text = pane.locator("#write-body")
    go_to(desk, references[0])
    expect(pane.locator("#facts")).to_contain_text(references[0])
    # Those that lead to a field take the focus there, and Escape brings it back to the row.
    desk.keyboard.press("n")
    expect(text).to_be_focused()
    expect(pane.get_by_label("Internal note")).to_be_checked()
    desk.keyboard.type("Seen.")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    expect(row_of(desk, references[0]).locator("a.desk-subject")).to_be_focused()
    desk.keyboard.press("r")
    expect(pane.get_by_label("Public reply")).to_be_checked()
    expect(text).to_have_value("Seen.")
    desk.keyboard.press("Escape")
    for key, place in {"a": "#assignee", "#": "#tag", "s": ".snooze summary"}.items():
        desk.keyboard.press(key)
        expect(pane.locator(place)).to_be_focused()
        desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    # Others leave it in the list, which shows what they did.
    desk.keyboard.press("m")
    expect(pane.locator("#facts")).to_contain_text(desk.locator(".desk-me").inner_text())
    desk.keyboard.press("e")
    expect(pane.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
    expect(row_of(desk, references[0])).to_have_attribute("data-gone", "")
    expect(row_of(desk, references[0]).locator("a.desk-subject")).to_be_focused()
    accessible(desk)
    # The sheet says so.
    desk.keyboard.press("?")
    expect(desk.locator("#desk-sheet")).to_contain_text("solve without a reply")
    accessible(desk)


def test_no_key_is_lost_while_the_ticket_still_comes(desk: Page, references: list[str]) -> None:
    pane = pane_of(desk)
    go_to(desk, references[1])
    expect(pane.locator("#facts")).to_contain_text(references[1])
    desk.route(f"**/{references[0]}/change/", lambda route: (desk.wait_for_timeout(1500), route.continue_()))
    row_of(desk, references[0]).locator("a.desk-subject").focus()
    desk.keyboard.press("n")
    desk.keyboard.type("Each mark, emerge.")
    expect(pane.locator("#facts")).to_contain_text(references[0])
    expect(pane.locator("#write-body")).to_have_value("Each mark, emerge.")
    expect(pane.get_by_label("Internal note")).to_be_checked()
    expect(pane.locator("#write-body")).to_be_focused()
    desk.unroute_all()
    # What is done to one isn't cut off by going on to the other.
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    desk.keyboard.press("e")
    row_of(desk, references[1]).locator("a.desk-subject").focus()
    expect(pane.locator("#facts")).to_contain_text(references[1])
    desk.goto(f"{LIST}?view=all&q={references[0]}")
    expect(desk.locator("#result_list .chip[data-tone=solved]")).to_have_count(1)


def test_without_the_pane_a_key_opens_the_ticket_and_does_it_there(
    references: list[str], staff_page: Callable[[str], Page]
) -> None:
    desk = staff_page("officer")
    desk.goto(f"{LIST}?view=reports&sort=newest")
    link = desk.locator(f"#result_list a[href*='{references[0]}']")
    link.focus()
    desk.keyboard.press("n")
    desk.keyboard.type("Meanwhile")
    desk.wait_for_url(f"**/{references[0]}/change/**")
    expect(desk.locator("#write-body")).to_be_focused()
    expect(desk.get_by_label("Internal note")).to_be_checked()
    # What was typed before the page began to come is there; nothing of it was taken for another key.
    assert "Meanwhile".startswith(desk.locator("#write-body").input_value())
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "new")
    # Once: another look at the page does nothing.
    desk.locator("#write-body").fill("")
    desk.reload()
    expect(desk.locator("#write-body")).not_to_be_focused()
    # Without a row that is stood on, nothing happens.
    desk.goto(f"{LIST}?view=reports&sort=newest")
    desk.locator(".queue-keys").focus()
    desk.keyboard.press("e")
    expect(desk).to_have_url(f"{desk.url.partition('?')[0]}?view=reports&sort=newest")


def ask(desk: Page, words: str) -> Locator:
    """The palette's choices on the ticket for these words."""
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette")).to_be_visible()
    desk.keyboard.type(words)
    return desk.locator("#palette-here [role=option]")


def test_the_palette_does_by_words_what_the_ticket_offers(desk: Page, references: list[str], accessible: Check) -> None:
    pane = pane_of(desk)
    facts, thread = pane.locator("#facts"), pane.locator("#thread")
    name = desk.locator(".desk-me").inner_text()
    go_to(desk, references[0])
    expect(facts).to_contain_text(references[0])
    # Before anything is typed: what has a key, for the ticket beside the list.
    choices = ask(desk, "")
    expect(choices.filter(has_text="Public reply")).to_be_visible()
    expect(desk.locator("#palette-here p")).to_have_text(pane.locator("h1").inner_text())
    accessible(desk)
    desk.keyboard.press("Escape")
    # Somebody from a list is one choice, and it works.
    expect(ask(desk, f"assign {name.lower()}")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(facts).to_contain_text(name)
    ask(desk, "priority urgent")
    desk.keyboard.press("Enter")
    expect(thread).to_contain_text("“urgent”")
    ask(desk, "put on hold")
    desk.keyboard.press("Enter")
    expect(facts.locator(".chip").first).to_have_attribute("data-tone", "on_hold")
    ask(desk, "internal note")
    desk.keyboard.press("Enter")
    expect(pane.locator("#write-body")).to_be_focused()
    desk.keyboard.type("By words.")
    # From within the ticket too; a macro goes where one writes.
    macro = ask(desk, "macro does it work")
    expect(macro.first).to_have_text("Macro: Does it work now?")
    desk.keyboard.press("Enter")
    expect(pane.locator(".with-macros")).to_contain_text("“Does it work now?” is in the text.")
    expect(pane.locator("#write-body")).to_have_value(re.compile("By words"))
    expect(pane.locator("#write-body")).to_be_focused()
    ask(desk, "snooze week")
    desk.keyboard.press("Enter")
    expect(facts).to_contain_text("snoozed until")

    # On a page of its own it is the same.
    desk.goto(f"{LIST}{references[1]}/change/")
    ask(desk, "add a tag")
    desk.keyboard.press("Enter")
    expect(desk.locator("#tag")).to_be_focused()
    desk.keyboard.press("Escape")
    ask(desk, "solve")
    desk.keyboard.press("Enter")
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
