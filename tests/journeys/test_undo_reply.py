"""A reply that waits before it leaves: taken back, nobody hears of it; left alone, it goes."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import report
from tests.journeys.site import Site, beside

type Check = Callable[[Page], None]
ADDRESS = "ilse.undo@example.com"
SECONDS = 20


def answers(site: Site, reference: str) -> list[str]:
    """What the mails about the case say, without the receipt."""
    mails = [mail for mail in site.mails(to=ADDRESS) if reference in str(mail["Subject"])]
    return [mail.get_body(("plain",)).get_content() for mail in mails[1:]]


def test_a_reply_is_taken_back_and_another_one_leaves(
    plain: Page, staff_page: Callable[..., Page], site: Site, accessible: Check
) -> None:
    reference = report(plain, "The button does nothing.", email=ADDRESS)
    case = site.case_page_in(site.wait_for_mail(to=ADDRESS, about=reference)[0])
    path = f"/admin/tickets/ticket/{reference}/change/"
    with beside(site, UNDO_SECONDS=str(SECONDS)) as slow:
        # Without scripts: its text is in the editor again, the ticket is as it was, and the bar is gone.
        desk = staff_page("officer", java_script_enabled=False)
        desk.goto(f"{slow.help}{path}")
        stood = desk.locator("#facts .chip").first.get_attribute("data-tone") or ""
        desk.locator("#write-body").fill("Press it twice. Oh no.")
        desk.get_by_role("button", name="Send and solve").click()
        undo = desk.locator("#desk-said .desk-undo")
        expect(undo.get_by_role("status")).to_contain_text(f"{reference}: your reply to {ADDRESS} leaves in")
        expect(desk.locator("#thread")).to_contain_text("Oh no.")
        expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
        undo.get_by_role("button", name="Undo").click()
        expect(desk.locator(".messagelist")).to_contain_text("Taken back: nothing was sent.")
        expect(desk.locator("#write-body")).to_have_value("Press it twice. Oh no.")
        expect(desk.locator("#thread")).not_to_contain_text("Oh no.")
        expect(desk.locator("#facts .chip").first).to_have_attribute("data-tone", stood)
        expect(undo).to_have_count(0)

        # With scripts, by key; and then it is sent for good.
        desk = staff_page("officer")
        desk.goto(f"{slow.help}{path}")
        undo, body = desk.locator("#desk-said .desk-undo"), desk.locator("#write-body")
        expect(body).to_have_value("Press it twice. Oh no.")
        desk.get_by_role("button", name="Send and set to pending").click()
        expect(undo).to_contain_text("leaves in")
        desk.keyboard.press("z")  # at once: to look at the page may take longer than the reply waits
        expect(desk.locator(".messagelist")).to_contain_text("Taken back: nothing was sent.")
        # Who answered had it meanwhile, and has it no more.
        expect(desk.get_by_label("Assignee")).to_have_value("")
        accessible(desk)
        body.fill("Press it twice, please.")
        desk.get_by_role("button", name="Send and set to pending").click()
        sent = time.monotonic()
        expect(undo).to_contain_text("leaves in")

        # Before it has left, who asked reads nothing of it.
        plain.goto(case)
        plain.get_by_role("button", name="Show the conversation").click()
        expect(plain.locator("main")).to_contain_text("The button does nothing.")
        words = plain.locator("main").inner_text()
        assert "Press it twice" not in words or time.monotonic() > sent + SECONDS - 3

        # The bar stands on other pages as well, and says when it is too late; then the mail is there, and one alone.
        desk.goto(f"{slow.help}/admin/tickets/ticket/?view=reports")
        expect(undo).to_contain_text(reference)
        expect(undo).to_contain_text("It is on its way.", timeout=1000 * (SECONDS + 5))
        expect(undo.get_by_role("button")).to_have_count(0)
        site.wait_for_mail(to=ADDRESS, about=reference, count=2, seconds=SECONDS + 20)
        assert ["Press it twice, please." in words for words in answers(site, reference)] == [True]
        plain.reload()
        expect(plain.locator("main")).to_contain_text("Press it twice, please.")
