"""A screen in a room: made by a lead, opened without a login, left alone by the network, ended while it is shown."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

type Check = Callable[[Page], None]


def test_a_screen_in_a_room_says_when_its_figures_are_old_and_is_gone_once_it_is_ended(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], accessible: Check
) -> None:
    lead = staff_page("lead")
    lead.goto("/admin/tickets/wallscreen/add/")
    lead.get_by_label("Name").fill("Second floor")
    lead.get_by_label("Language").select_option("ja")
    lead.get_by_role("button", name="Save", exact=True).click()
    address = lead.locator(".wall-address").get_attribute("href") or ""
    accessible(lead)

    wall = new_page(viewport={"width": 1920, "height": 1080})
    wall.clock.install()
    wall.goto(address)
    signs, notice = wall.locator(".wall-signs > div"), wall.locator("#wall-old")
    expect(signs.filter(has_text="対応待ち").locator("strong")).to_have_text(re.compile(r"^\d+$"))
    expect(notice).to_be_empty()
    accessible(wall)

    wall.route(address, lambda route: route.fulfill(status=503))
    for _poll in range(2):
        with wall.expect_response(address):
            wall.clock.fast_forward("00:31")
    expect(notice).to_be_empty()
    wall.clock.fast_forward("00:20")
    expect(notice).to_contain_text("この数字は古くなっています")
    expect(signs.first).to_be_visible()
    accessible(wall)
    wall.unroute(address)
    with wall.expect_response(address):
        wall.clock.fast_forward("00:31")
    expect(notice).to_be_empty()

    lead.get_by_role("button", name="Delete").click()
    lead.get_by_role("button", name=re.compile("Yes")).click()
    lead.wait_for_url("**/wallscreen/")
    with wall.expect_navigation():
        wall.clock.fast_forward("00:31")
    expect(wall.get_by_role("heading", level=1)).to_be_visible()
    expect(signs).to_have_count(0)
