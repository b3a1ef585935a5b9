"""The queue narrowed by several values, kept for a team, and its tickets tagged and put off together."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import press
from tests.journeys.people import report, view_of

type Check = Callable[[Page], None]
LIST = "/admin/tickets/ticket/"


def test_a_lead_keeps_several_values_for_a_team_and_moves_what_they_leave(
    plain: Page, staff_page: Callable[..., Page], accessible: Check
) -> None:
    address = "ines.several@example.com"
    references = [report(plain, words, email=address) for words in ("The first of the wave.", "The second of it.")]
    desk = staff_page("admin")
    desk.goto(f"{LIST}?view=reports&q=from:{address}")
    rows = desk.locator("#result_list tbody tr")
    expect(rows).to_have_count(2)

    # Two boxes of one menu: any of these. Each can be taken away alone.
    desk.get_by_role("button", name="Status", exact=True).click()
    menu = desk.get_by_role("form", name="Status")
    menu.get_by_role("checkbox", name="New").check()
    menu.get_by_role("checkbox", name="Solved").check()
    accessible(desk)
    menu.get_by_role("button", name="Show these").click()
    on = desk.get_by_role("list", name="Filters that are on")
    expect(on).to_contain_text("Status New × or Solved ×")
    expect(rows).to_have_count(2)
    accessible(desk)
    on.get_by_role("link", name="Without Status: New").click()
    expect(rows).to_have_count(0)
    desk.go_back()

    # Kept for a team, whose members find it above their list, with who made it.
    desk.get_by_role("button", name="Save as a view").click()
    desk.get_by_label("Name of the view").fill("The wave")
    desk.get_by_label("Who sees it").select_option("Team “compliance”")
    accessible(desk)
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("link", name="The wave")).to_have_attribute("aria-current", "page")

    # Enter in the field of tags puts them on both, z takes them off again.
    for reference in references:
        rows.filter(has_text=reference).get_by_role("checkbox").check()
    desk.get_by_role("button", name="Tags …").click()
    accessible(desk)
    desk.get_by_label("Tags, with spaces between").fill("wave-one wave-two")
    desk.keyboard.press("Enter")
    expect(desk.locator(".queue-undo")).to_contain_text("2 tickets: tagged “wave-one, wave-two”")
    desk.goto(f"{LIST}?view=reports&tag=wave-one&tag=wave-two")
    expect(rows).to_have_count(2)
    desk.keyboard.press("z")
    expect(desk.locator(".messagelist")).to_contain_text("2 tickets are as before.")
    expect(rows).to_have_count(0)

    # Put off until tomorrow, and back.
    view_of(desk, "The wave").click()
    rows.filter(has_text=references[0]).get_by_role("checkbox").check()
    desk.get_by_role("button", name="Snooze…").click()
    press(desk, desk.get_by_role("button", name="Tomorrow"))
    expect(desk.locator(".queue-undo")).to_contain_text("1 ticket: snoozed until")
    desk.get_by_role("button", name="Undo").click()
    expect(desk.locator(".messagelist")).to_contain_text("1 ticket is as before.")

    # A member of the team on a telephone: the filters are behind a button that says how many are on.
    officer = staff_page("officer", viewport={"width": 390, "height": 844})
    officer.goto(LIST)
    view_of(officer, "The wave").click()
    filters = officer.get_by_text("Filters (2)")
    expect(officer.get_by_role("button", name="Language")).to_be_hidden()
    filters.click()
    expect(officer.get_by_role("button", name="Language")).to_be_visible()
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accessible(officer)

    view_of(desk, "Edit views").click()
    row = desk.get_by_role("listitem").filter(has_text="for the team “compliance”")
    row.get_by_role("button", name="Delete").click()
    expect(desk.locator(".messagelist")).to_contain_text("“The wave” is deleted")


def test_the_quarantine_stands_among_the_views(staff_page: Callable[..., Page], accessible: Check) -> None:
    desk = staff_page("admin")
    desk.goto(LIST)
    view_of(desk, "Quarantine").click()
    current = desk.locator(".queue-views [aria-current]")
    expect(current).to_contain_text("Quarantine")
    accessible(desk)
    desk.keyboard.press("g")
    expect(current).to_be_focused()
    desk.keyboard.press("1")
    expect(current).to_contain_text("Unsolved")
