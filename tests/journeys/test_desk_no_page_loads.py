"""What is done on a ticket loads no page: not what works, and not what doesn't."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.people import report, sign_in_to_desk
from tests.journeys.site import Site

type Check = Callable[[Page], None]


@pytest.fixture
def unlucky(browser: Browser, browser_context_args: dict[str, object], site: Site) -> Iterator[Page]:
    """Somebody of the desk whose console may complain, as it does of every answer that fails."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    sign_in_to_desk(page, site, "officer")
    yield page
    context.close()


def come_to(desk: Page, reference: str) -> None:
    """To the ticket's page, which is marked: another one is not."""
    desk.goto(f"/admin/tickets/ticket/{reference}/change/")
    desk.evaluate("window.isTheSame = true")


def is_the_same(desk: Page) -> bool:
    return bool(desk.evaluate("window.isTheSame === true"))


def alert(desk: Page) -> Locator:
    return desk.locator(".desk [role=alert]")


def test_note_reply_people_and_links_leave_the_page_where_it_is(
    plain: Page, staff_page: Callable[[str], Page], accessible: Check
) -> None:
    reference, other = report(plain, "The bell is silent.", email="nele@example.com"), report(plain, "The rope is cut.")
    desk = staff_page("officer")
    come_to(desk, reference)
    body, thread, said = desk.locator("#write-body"), desk.locator("#thread"), desk.locator("#desk-said")

    desk.keyboard.press("n")
    desk.keyboard.type("The clapper is missing.")
    desk.keyboard.press("Control+Enter")
    expect(thread.locator("[data-kind=note]")).to_contain_text("The clapper is missing.")
    expect(said).to_contain_text("Noted.")
    expect(thread).to_be_focused()
    expect(body).to_have_value("")

    # Sent once, however often it is pressed; then another one, which solves.
    desk.keyboard.press("r")
    desk.keyboard.type("We look for it.")
    for _press in range(3):
        desk.keyboard.press("Control+Enter")
    expect(thread.locator("[data-kind=reply]")).to_have_count(1)
    expect(thread).to_be_focused()
    expect(body).to_have_value("")
    accessible(desk)
    desk.keyboard.press("r")
    desk.keyboard.type("It was under the bell.")
    desk.get_by_role("button", name="Send and solve").click()
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
    expect(thread.locator("[data-kind=reply]")).to_have_count(2)

    # Refused in place with what was typed; then done, and the form is folded and empty again.
    people = desk.locator("#people")
    people.get_by_text("Add somebody…").click()
    desk.locator("#add-email").fill("ben@example.com")
    desk.locator("#add-reason").fill(" ")
    people.get_by_role("button", name="Add", exact=True).click()
    expect(people.get_by_role("alert")).to_have_text("Say why; only staff read it.")
    expect(desk.locator("#add-email")).to_have_value("ben@example.com")
    accessible(desk)
    desk.locator("#add-reason").fill("She asked for it.")
    people.get_by_role("button", name="Add", exact=True).click()
    expect(people.locator(".people-on")).to_contain_text("ben@example.com")
    expect(people.get_by_text("Add somebody…")).to_be_focused()
    expect(desk.locator("#add-email")).to_be_hidden()
    expect(desk.locator("#add-email")).to_have_value("")
    expect(thread).to_contain_text("ben@example.com was added to the ticket")

    together = desk.locator("#together")
    desk.locator("#link-to").fill("HC-0000-0000")
    together.get_by_role("button", name="Link", exact=True).click()
    expect(together.get_by_role("alert")).to_have_text("There is no ticket with this reference.")
    desk.locator("#link-to").fill(other)
    together.get_by_role("button", name="Link", exact=True).click()
    expect(together.locator(".linked")).to_contain_text("related to")
    expect(alert(desk)).to_have_count(0)
    expect(desk.locator("#link-to")).to_have_value("")
    accessible(desk)
    assert is_the_same(desk)

    # Back and forth through the browser's history shows what is true.
    desk.goto("/admin/tickets/ticket/")
    desk.go_back()
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
    expect(people.locator(".people-on")).to_contain_text("ben@example.com")


def test_offline_broken_or_logged_out_it_is_said_and_nothing_is_lost(plain: Page, unlucky: Page, site: Site) -> None:
    reference = report(plain, "The gate is rusty.", email="nele@example.com")
    desk, thread, body = unlucky, unlucky.locator("#thread"), unlucky.locator("#write-body")
    come_to(desk, reference)
    stood = desk.locator("#facts .chip").first.get_attribute("data-tone") or ""

    # Offline: a choice that wasn't taken isn't shown as if it was, and solving says why nothing happens.
    desk.context.set_offline(True)
    before = desk.locator("#priority").input_value()
    desk.locator("#priority").select_option("40")
    expect(alert(desk)).to_contain_text("you may be offline")
    expect(desk.locator("#priority")).to_have_value(before)
    desk.locator("#moves").get_by_role("button", name="Solve").click()
    expect(alert(desk)).to_contain_text("you may be offline")
    expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", stood)
    body.fill("Oil will help.")
    send = desk.get_by_role("button", name="Send and set to pending")
    send.click()
    expect(desk.locator("#refused")).to_contain_text("you may be offline")
    expect(body).to_have_value("Oil will help.")
    expect(body).to_be_editable()
    desk.context.set_offline(False)

    # The server fails in the middle.
    desk.route("**/write/", lambda route: route.fulfill(status=502, body="<main id='facts'>bad gateway</main>"))
    send.click()
    expect(desk.locator("#refused")).to_contain_text("Something went wrong on our side.")
    expect(body).to_have_value("Oil will help.")
    desk.unroute("**/write/")

    # Logged out: no login page in the thread; logged in again in another tab, it goes.
    desk.context.clear_cookies()
    send.click()
    expect(desk.locator("#refused")).to_contain_text("You are logged out.")
    expect(thread).to_contain_text("The gate is rusty.")
    expect(desk.locator("input[name=password]")).to_have_count(0)
    tab = desk.context.new_page()
    sign_in_to_desk(tab, site, "officer")
    tab.close()
    send.click()
    expect(desk.locator("#refused")).to_contain_text("You are logged in again.")
    send.click()
    expect(thread.locator("[data-kind=reply]")).to_contain_text("Oil will help.")
    expect(body).to_have_value("")
    expect(alert(desk)).to_have_count(0)
    assert is_the_same(desk)
