"""Three tickets of the queue become one and three again, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import report
from tests.journeys.site import Site

type Check = Callable[[Page], None]
LIST = "/admin/tickets/ticket/"
WORDS = ["The button does nothing.", "Nor does the other one.", "Now the page is empty."]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_three_tickets_of_the_queue_are_merged_and_parted(
    plain: Page, staff_page: Callable[..., Page], site: Site, accessible: Check, scripts: bool
) -> None:
    address = "nils.scripts@example.com" if scripts else "nils.plain@example.com"
    references = [report(plain, words, email=address) for words in WORDS]
    first, kept, last = references
    desk = staff_page("officer", java_script_enabled=scripts)
    queue = f"{LIST}?view=reports&q=from:{address}"
    desk.goto(queue)
    rows = desk.locator("#result_list tbody tr")
    expect(rows).to_have_count(3)
    # One alone is nothing to merge: said kindly, in the same place of the list.
    rows.filter(has_text=first).get_by_role("checkbox").check()
    desk.get_by_role("button", name="Merge …").click()
    expect(desk.locator(".messagelist")).to_contain_text("Select two tickets or more")
    for reference in references:
        rows.filter(has_text=reference).get_by_role("checkbox").check()
    desk.get_by_role("button", name="Merge …").click()

    # The page says what will happen, of the oldest one first, and of another when that is chosen.
    expect(desk.get_by_role("radio", name=first)).to_be_checked()
    desk.get_by_role("radio", name=kept).check()
    desk.get_by_role("button", name="Look at it").click()
    expect(desk.get_by_role("radio", name=kept)).to_be_checked()
    for reference in (first, last):
        expect(desk.locator("#content")).to_contain_text(
            f"{reference} is closed. What is answered to it lands on {kept}."
        )
    if scripts:
        accessible(desk)
    desk.get_by_label("Tell whoever opened a ticket that goes").check()
    desk.get_by_role("button", name=f"Merge into {kept}").click()

    expect(desk.locator(".messagelist")).to_contain_text(f"2 tickets are merged into {kept}.")
    for words in WORDS:
        expect(desk.locator("#thread")).to_contain_text(words)
    if scripts:
        accessible(desk)
    for reference in (first, last):
        site.wait_for_mail(to=address, about=reference, count=2)
    desk.goto(queue)
    expect(rows).to_have_count(1)

    # One press makes them three again, each with its own words.
    rows.get_by_role("link").first.click()
    desk.get_by_role("button", name="Undo all 2 merges").first.click()
    expect(desk.locator(".messagelist")).to_contain_text("2 merges are taken back.")
    expect(desk.locator("#merged")).to_have_count(0)
    desk.goto(queue)
    expect(rows).to_have_count(3)
    for reference, words in zip(references, WORDS, strict=True):
        desk.goto(f"{LIST}{reference}/change/")
        expect(desk.locator("#thread")).to_contain_text(words)
        for others in WORDS:
            assert others == words or others not in desk.locator("#thread").inner_text()
