"""The bell of a page that stays open: after a minute, without a network, and when the login has ended."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import report

type Check = Callable[[Page], None]
QUEUE = "/admin/tickets/ticket/?view=all"


def a_minute_later(page: Page) -> None:
    page.clock.fast_forward(61_000)


def test_an_open_page_hears_of_a_mention_and_says_so(plain: Page, staff_page: Callable[[str], Page]) -> None:
    reference = report(plain, "Somebody sells what they shouldn't.")
    admin, officer = staff_page("admin"), staff_page("officer")
    admin.clock.install()
    admin.goto(QUEUE)
    bell, said = admin.locator("#bell"), admin.locator("#bell-news")
    told = re.search(r"(\d+) unread", bell.inner_text())
    before = int(told[1]) if told else 0
    bell.focus()
    officer.goto(f"/admin/tickets/ticket/{reference}/change/")
    officer.get_by_label("Internal note").check()
    officer.locator("#write-body").fill("@admin is this for the police?")
    officer.keyboard.press("Control+Enter")
    expect(officer.locator("#thread .mention")).to_have_text("@admin")

    # Without a network it doesn't ask; as soon as there is one it does, says so once, and the focus stays.
    admin.context.set_offline(True)
    a_minute_later(admin)
    expect(said).to_be_empty()
    admin.context.set_offline(False)
    expect(bell).to_contain_text(f"{before + 1} unread")
    expect(said).to_have_text(f"Notifications: {before + 1} unread")
    expect(bell).to_be_focused()


def test_a_page_whose_login_has_ended_says_so_and_keeps_its_place(
    staff_page: Callable[[str], Page], accessible: Check
) -> None:
    lead = staff_page("lead")
    lead.clock.install()
    lead.goto(QUEUE)
    lead.locator("#bell").wait_for()
    said = lead.locator(".logged-out")
    expect(said.locator("p")).to_be_hidden()
    kept = lead.context.cookies()
    lead.context.clear_cookies()
    a_minute_later(lead)
    expect(said.get_by_text("You are logged out.")).to_be_visible()
    expect(lead.locator("header")).to_have_count(1)
    accessible(lead)

    # Logged in elsewhere meanwhile, it is gone; else its link leads back here.
    lead.context.add_cookies(kept)
    a_minute_later(lead)
    expect(said.locator("p")).to_be_hidden()
    lead.context.clear_cookies()
    a_minute_later(lead)
    said.get_by_role("link", name="Log in").click()
    lead.wait_for_url(re.compile(r"/admin/login/\?next=%2Fadmin%2Ftickets%2Fticket%2F%3Fview%3Dall"))
