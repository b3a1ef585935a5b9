"""A reply with a file: looked at as the very mail, put off until later, and read by who asked. One with an article."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import report
from tests.journeys.site import Site

type Check = Callable[[Page], None]
ADDRESS = "rika.later@example.com"
GUIDE = {"name": "guide.txt", "mimeType": "text/plain", "buffer": b"Press it twice."}


def test_a_reply_with_a_file_is_looked_at_put_off_and_read(
    plain: Page, staff_page: Callable[[str], Page], site: Site, accessible: Check
) -> None:
    reference = report(plain, "The button does nothing.", email=ADDRESS)
    desk = staff_page("officer")
    desk.goto(f"/admin/tickets/ticket/{reference}/change/")
    desk.locator("#write-body").fill("This guide may help.")
    desk.get_by_label("Attach files").set_input_files(GUIDE)
    waiting = desk.locator("#enclosed .waiting-files")
    expect(waiting).to_contain_text("guide.txt")
    accessible(desk)

    # The very mail, over what is being written; nothing has gone out by that.
    desk.get_by_role("button", name="Preview").click()
    shown = desk.frame_locator("#preview-dialog iframe")
    expect(shown.locator("dl")).to_contain_text("guide.txt")
    expect(shown.locator("dl")).to_contain_text(ADDRESS)
    expect(shown.frame_locator("iframe").locator("body")).to_contain_text("This guide may help.")
    desk.locator("#preview-dialog").get_by_role("button", name="Close").click()
    expect(desk.locator("#write-body")).to_have_value("This guide may help.")

    desk.get_by_text("Send later…").click()
    desk.locator(".later button[name=later]").first.click()
    later = desk.locator(".desk-later")
    expect(later).to_contain_text("This guide may help.")
    expect(later).to_contain_text("guide.txt")
    expect(desk.locator("#write-body")).to_have_value("")
    expect(waiting).to_have_count(0)
    accessible(desk)
    assert not [mail for mail in site.mails(to=ADDRESS) if "This guide" in mail.get_body(("plain",)).get_content()]

    # Taken up again it is a draft with its file; then it goes.
    later.get_by_role("button", name="Edit").click()
    expect(desk.locator("#write-body")).to_have_value("This guide may help.")
    expect(waiting).to_contain_text("guide.txt")
    desk.get_by_role("button", name="Send and set to pending").click()
    expect(desk.locator("#thread")).to_contain_text("This guide may help.")
    answer = site.wait_for_mail(to=ADDRESS, about=reference, count=2)[-1]
    assert "This guide may help." in answer.get_body(("plain",)).get_content()
    assert [part.get_filename() for part in answer.iter_attachments()] == ["guide.txt"]
    plain.goto(site.case_page_in(answer))
    # Who wrote gave the address without showing that it is theirs: the words are one press away.
    plain.get_by_role("button", name="Show the conversation").click()
    expect(plain.get_by_text("This guide may help.")).to_be_visible()
    expect(plain.get_by_role("link", name="guide.txt")).to_be_visible()


def test_a_long_one_that_leaves_later_has_its_buttons_in_view(plain: Page, staff_page: Callable[[str], Page]) -> None:
    reference = report(plain, "The button does nothing at all.")
    desk = staff_page("officer")
    desk.goto(f"/admin/tickets/ticket/{reference}/change/")
    desk.locator("#write-body").fill("\n\n".join(["Press it for as long as you can."] * 30))
    desk.get_by_text("Send later…").click()
    desk.locator(".later button[name=later]").first.click()
    later = desk.locator(".desk-later")
    edit = later.get_by_role("button", name="Edit")
    expect(edit).to_be_in_viewport(ratio=1)
    # Also at its end, to which the keyboard comes as well.
    later.focus()
    desk.keyboard.press("End")
    expect(later).not_to_have_js_property("scrollTop", 0)
    expect(edit).to_be_in_viewport(ratio=1)
    edit.click()
    expect(later).to_have_count(0)


def test_who_opens_the_search_for_an_article_types_into_it(plain: Page, staff_page: Callable[[str], Page]) -> None:
    reference = report(plain, "Where is my refund?")
    desk = staff_page("admin")
    desk.goto(f"/admin/tickets/ticket/{reference}/change/")
    desk.get_by_text("Link an article…").click()
    desk.keyboard.type("refund")  # its first letter is a key of the page, too
    expect(desk.locator("#article-words")).to_have_value("refund")
    expect(desk.locator("#article-lines button").first).to_be_visible()
    expect(desk.locator("#write-body")).to_have_value("")
