"""What staff do on a ticket without leaving its page: macros, drafts, moves, and two people on one ticket."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import report

type Check = Callable[[Page], None]


def test_two_of_the_staff_on_one_ticket_by_keyboard(
    plain: Page, staff_page: Callable[[str], Page], accessible: Check
) -> None:
    first, second = report(plain, "The button does nothing."), report(plain, "The page is empty.")
    officer, admin = staff_page("officer"), staff_page("admin")
    for page in (officer, admin):
        page.goto(f"/admin/tickets/ticket/{first}/change/")
    expect(officer.locator("#presence")).to_contain_text("Ada Okafor is viewing", timeout=15_000)

    # A macro by "/", the arrow keys and Enter; the list goes with Escape and leaves the words.
    body = officer.locator("#write-body")
    officer.keyboard.press("r")
    officer.keyboard.type("Thanks. /does")
    option = officer.locator("#macro-list").get_by_role("option", name="Does it work now?")
    expect(option).to_have_attribute("aria-selected", "true")
    accessible(officer)
    officer.keyboard.press("Escape")
    expect(officer.locator("#macro-list")).to_be_hidden()
    expect(body).to_have_value("Thanks. /does")
    officer.keyboard.type(" ")
    officer.keyboard.press("Backspace")
    officer.keyboard.press("Enter")
    expect(officer.locator(".with-macros")).to_contain_text("Does it work now?")
    expect(body).to_be_focused()
    assert body.input_value().startswith("Thanks. Hello there,")
    officer.keyboard.type(" Noor")

    # One choice, no page load: what is typed stays, and the reply isn't taken for one from an old page.
    officer.locator("#priority").select_option("30")
    expect(officer.locator("#thread")).to_contain_text("Priority changed from “normal” to “high”")
    assert body.input_value().endswith(" Noor")
    accessible(officer)

    # A page that was closed loses nothing.
    expect(officer.locator("#draft")).to_contain_text("Draft kept")
    officer.goto(f"/admin/tickets/ticket/{first}/change/")
    assert body.input_value().endswith(" Noor")
    expect(admin.locator("#presence")).to_contain_text("Noor Haddad is writing", timeout=15_000)

    # Sent by Ctrl+Enter, and on to the next; the other one reads it before they send.
    officer.get_by_label("and open the next").check()
    body.focus()
    officer.keyboard.press("Control+Enter")
    officer.wait_for_url(f"**/{second}/change/*")
    expect(body).to_have_value("")
    expect(admin.locator(".newer")).to_contain_text("Thanks. Hello there,", timeout=15_000)
    accessible(admin)

    # Put off by key, and brought back.
    officer.keyboard.press("s")
    officer.get_by_role("button", name="In a week").click()
    expect(officer.locator("#facts")).to_contain_text("snoozed until")
    officer.get_by_role("button", name="Bring it back").click()
    expect(officer.locator("#facts")).to_contain_text("waiting")
    accessible(officer)
