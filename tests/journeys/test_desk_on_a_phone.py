"""A ticket on a phone: one column, in which what was said last and what one does with it are at hand."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import report

type Check = Callable[[Page], None]
LIST = "/admin/tickets/ticket/"
PHONE = {"viewport": {"width": 390, "height": 844}}
LONG = "\n".join(f"Line {number} of what happened." for number in range(40))


def is_in_view(element: Locator) -> bool:
    """Whether its beginning is on the screen."""
    return element.evaluate(
        "(each) => { const { top } = each.getBoundingClientRect(); return top >= 0 && top < innerHeight - 60; }"
    )


def test_an_agent_at_390_pixels_reads_answers_and_solves(
    plain: Page, staff_page: Callable[..., Page], accessible: Check
) -> None:
    reference = report(plain, f"The lantern went out.\n{LONG}", email="lantern@example.com")
    desk = staff_page("officer", **PHONE, is_mobile=True, has_touch=True)
    bar, text, thread = desk.locator(".desk-bar"), desk.locator("#write-body"), desk.locator("#thread")

    # Reads: it opens at what was said last, however much stands above, and a note is one touch away.
    desk.goto(f"{LIST}?view=reports&sort=newest")
    desk.locator(f"#result_list a[href*='{reference}']").tap()
    expect(bar).to_be_visible()
    assert is_in_view(desk.locator("#newest"))
    accessible(desk)
    bar.get_by_role("link", name="Note").tap()
    expect(text).to_be_focused()
    expect(desk.get_by_label("Internal note")).to_be_checked()
    # What one writes in isn't covered.
    expect(bar).to_be_hidden()
    text.fill("The wick is to blame.")
    desk.get_by_role("button", name="Add note").tap()
    expect(thread).to_contain_text("The wick is to blame.")

    # Answers: the newest message and the editor are on the first screen.
    desk.goto(f"{LIST}?view=reports&sort=newest")
    desk.locator(f"#result_list a[href*='{reference}']").tap()
    expect(bar).to_be_visible()
    assert is_in_view(desk.locator("#newest", has_text="The wick is to blame."))
    assert is_in_view(text)
    bar.get_by_role("link", name="Reply").tap()
    expect(text).to_be_focused()
    text.fill("We lit it again.")
    desk.get_by_role("button", name="Send and set to pending").tap()
    expect(thread).to_contain_text("We lit it again.")
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "pending")

    # Looks at the rest, and solves.
    bar.get_by_role("link", name="Details").tap()
    expect(desk).to_have_url(f"{desk.url.partition('#')[0]}#controls")
    expect(desk.locator("#controls h2").first).to_be_in_viewport()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar.get_by_role("button", name="Solve").tap()
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")


def test_without_scripts_the_bar_leads_there_and_solves(plain: Page, staff_page: Callable[..., Page]) -> None:
    reference = report(plain, f"The gate stands open.\n{LONG}")
    desk = staff_page("officer", **PHONE, java_script_enabled=False)
    desk.goto(f"{LIST}{reference}/change/")
    bar = desk.locator(".desk-bar")
    bar.get_by_role("link", name="Reply").click()
    expect(desk.locator("#write-body")).to_be_in_viewport()
    bar.get_by_role("link", name="Newest").click()
    expect(desk.locator("#newest")).to_be_in_viewport()
    bar.get_by_role("button", name="Solve").click()
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
