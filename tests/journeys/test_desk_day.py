"""A day at the desk: ten tickets by keyboard alone, and a view that a lead makes for everybody."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import press_once_drawn, tab_to
from tests.journeys.people import report, view_of

type Check = Callable[[Page], None]
LIST = "/admin/tickets/ticket/"


def test_ten_tickets_are_cleared_by_keyboard_alone(plain: Page, staff_page: Callable[[str], Page]) -> None:
    for number in range(10):
        report(plain, f"The {number}th thing of this morning.")
    desk = staff_page("officer")
    desk.goto(f"{LIST}?view=reports")
    press_once_drawn(desk, "j")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/change/*")
    cleared = set()
    for number in range(10):
        reference = desk.locator("#facts").inner_text().split("HC-")[1][:9]
        desk.keyboard.press("r")
        expect(desk.locator("#write-body")).to_be_focused()
        desk.keyboard.type("Thank you, we have seen to it.")
        if number == 0:
            tab_to(desk, desk.get_by_label("and open the next"))
            desk.keyboard.press("Space")
            tab_to(desk, desk.locator("#write-body"), by="Shift+Tab")
        desk.keyboard.press("Control+Shift+Enter")
        desk.wait_for_url(lambda url, last=reference: f"HC-{last}" not in url)
        cleared.add(reference)
    assert len(cleared) == 10
    for reference in cleared:
        desk.goto(f"{LIST}?view=all&q=HC-{reference}")
        expect(desk.locator("#result_list tbody .chip[data-tone=solved]")).to_have_count(1)


def test_a_lead_makes_a_view_for_everybody_and_an_agent_works_in_it(
    staff_page: Callable[[str], Page], accessible: Check
) -> None:
    lead = staff_page("lead")
    lead.goto(f"{LIST}?locale=ja&sort=newest")
    lead.get_by_role("button", name="Save as a view").click()
    lead.get_by_label("Name of the view").fill("Newest in Japanese")
    lead.get_by_label("Who sees it").select_option("all")
    accessible(lead)
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.get_by_role("link", name="Newest in Japanese")).to_have_attribute("aria-current", "page")

    agent = staff_page("agent")
    agent.goto(LIST)
    view_of(agent, "Newest in Japanese").click()
    expect(agent.get_by_role("link", name="Newest in Japanese")).to_have_attribute("aria-current", "page")
    assert {"locale=ja", "sort=newest"} <= set(agent.url.partition("?")[2].split("&"))
    # It is the lead's: whoever only works in it doesn't take it away.
    agent.goto(f"{LIST}views/")
    row = agent.get_by_role("listitem").filter(has_text="Newest in Japanese")
    expect(row.get_by_role("button", name="Delete")).to_have_count(0)
