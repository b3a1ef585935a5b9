"""Two tickets become one and two again: by keyboard, and without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import press_once_drawn
from tests.journeys.people import report

type Check = Callable[[Page], None]


def test_two_tickets_of_one_person_are_merged_by_keyboard_and_parted(
    plain: Page, staff_page: Callable[[str], Page], accessible: Check
) -> None:
    kept = report(plain, "The button does nothing.", email="mina@example.com")
    gone = report(plain, "Nor does the other one.", email="mina@example.com")
    desk = staff_page("officer")
    desk.goto(f"/admin/tickets/ticket/{gone}/change/")
    press_once_drawn(desk, "M")
    expect(desk.locator("h1")).to_have_text(f"Merge {gone}")
    accessible(desk)
    desk.get_by_role("button", name=kept).click()
    expect(desk.get_by_role("heading", name="What will happen")).to_be_visible()
    expect(desk.locator(".card").first).to_contain_text("mina@example.com")
    expect(desk.get_by_text("These are two different people.")).to_have_count(0)
    accessible(desk)
    desk.get_by_role("button", name=f"Merge into {kept}").click()
    # One thread, in the order of time; the other ticket leads here.
    expect(desk.locator("#thread")).to_contain_text("The button does nothing.")
    expect(desk.locator("#thread")).to_contain_text("Nor does the other one.")
    accessible(desk)
    desk.locator("#merged").get_by_role("link", name=gone).click()
    expect(desk.locator("#facts")).to_contain_text("Closed")
    expect(desk.locator("#merged")).to_contain_text(f"Merged into {kept}")
    accessible(desk)
    desk.get_by_role("button", name="Undo the merge").click()
    expect(desk.locator("#thread")).to_contain_text("Nor does the other one.")
    expect(desk.locator("#thread")).not_to_contain_text("The button does nothing.")
    expect(desk.locator("#merged")).to_have_count(0)
    accessible(desk)


def test_two_peoples_tickets_are_merged_and_parted_without_scripts(
    plain: Page, staff_page: Callable[..., Page]
) -> None:
    kept = report(plain, "A thing of Ada's.", email="ada.l@example.com")
    gone = report(plain, "A thing of Ben's.", email="ben.k@example.com")
    desk = staff_page("officer", java_script_enabled=False)
    desk.goto(f"/admin/tickets/ticket/{gone}/change/")
    desk.get_by_role("link", name="Merge into another ticket…").click()
    desk.get_by_label("Reference of the ticket").fill(kept.lower())
    desk.get_by_role("button", name="Look at it").click()
    expect(desk.get_by_text("These are two different people.")).to_be_visible()
    desk.get_by_label("Both may read everything").check()
    desk.get_by_role("button", name=f"Merge into {kept}").click()
    expect(desk.locator("#people")).to_contain_text("ben.k@example.com")
    expect(desk.locator("#thread")).to_contain_text("A thing of Ben's.")
    desk.get_by_role("button", name="Undo the merge").click()
    expect(desk.locator("#people")).not_to_contain_text("ben.k@example.com")
    expect(desk.locator("#thread")).not_to_contain_text("A thing of Ben's.")
