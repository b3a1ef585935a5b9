"""The ticket beside the list: both can be read, and keys and the palette reach the ticket from the list."""

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
    for part in ("#thread li:last-child", "#write-body", ".desk-write .buttons >> nth=0"):
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
