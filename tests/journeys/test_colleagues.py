"""A colleague is named in a note, hears of it by bell, view and mail, and takes the ticket on to a team."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import press_once_drawn
from tests.journeys.people import report, view_of
from tests.journeys.site import Site

type Check = Callable[[Page], None]


def test_a_mention_reaches_a_colleague_who_escalates_the_ticket(
    plain: Page, site: Site, staff_page: Callable[[str], Page], accessible: Check
) -> None:
    reference = report(plain, "Somebody sells what they shouldn't.")
    address = f"/admin/tickets/ticket/{reference}/change/"
    officer, admin = staff_page("officer"), staff_page("admin")
    # Other journeys on this site may have told them of something, too.
    admin.goto("/admin/tickets/ticket/")
    unread = admin.locator("#bell .count [aria-hidden]")
    told = int(unread.inner_text()) if unread.count() else 0

    # By "@", the arrow keys and Enter; Escape leaves what was typed.
    officer.goto(address)
    press_once_drawn(officer, "n")
    officer.keyboard.type("@Okaf")
    names = officer.locator("#mention-list")
    expect(names.get_by_role("option", name="Ada Okafor")).to_have_attribute("aria-selected", "true")
    accessible(officer)
    officer.keyboard.press("Escape")
    expect(names).to_be_hidden()
    officer.keyboard.type("o")
    officer.keyboard.press("Enter")
    expect(officer.locator("#write-body")).to_have_value("@admin ")
    officer.keyboard.type("is this for the police?")
    officer.keyboard.press("Control+Enter")
    expect(officer.locator("#thread .mention")).to_have_text("@admin")

    # The bell says so, the list and the view name it, and a mail leads there.
    admin.goto("/admin/tickets/ticket/")
    expect(unread).to_have_text(str(told + 1))
    view_of(admin, "Mentions").click()
    expect(admin.locator("#result_list tbody tr").first).to_contain_text("is this for the police?")
    accessible(admin)
    admin.locator("#bell").click()
    expect(admin.locator(".notice-list")).to_contain_text("Noor Haddad mentioned you")
    accessible(admin)
    [mail] = site.wait_for_mail(to="ada@help.localhost", about=reference)
    words = mail.get_body(("plain",)).get_content()
    assert address in words
    assert "police" not in words
    admin.locator(".notice-list").get_by_role("link", name=reference).click()
    expect(admin.locator("#thread .mention")).to_have_text("@admin")
    expect(unread).to_have_text(str(told)) if told else expect(unread).to_have_count(0)

    # On to the team, with a note for it.
    admin.get_by_text("Escalate…").click()
    expect(admin.get_by_label("To the team")).to_be_focused()
    admin.get_by_label("To the team").select_option("compliance")
    admin.get_by_label("What they need to know").fill("Yes: they want the files by Monday.")
    accessible(admin)
    admin.locator("#escalate").get_by_role("button", name="Escalate").click()
    expect(admin.locator("#thread")).to_contain_text("Escalated from “No team” to “compliance”")
    expect(admin.locator("#thread")).to_contain_text("Yes: they want the files by Monday.")
    officer.goto("/admin/tickets/ticket/notifications/")
    expect(officer.locator(".notice-list")).to_contain_text("Ada Okafor escalated a ticket to your team")
