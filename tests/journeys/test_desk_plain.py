"""The desk without scripts: from the queue to the ticket, everything that is done on one, and back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import test_screens
from tests.journeys.people import report
from tests.journeys.site import Site

LIST = "/admin/tickets/ticket/"
ADDRESS = "otto.plain@example.com"
GUIDE = {"name": "guide.txt", "mimeType": "text/plain", "buffer": b"Press it twice."}
ARCHIVE = {"name": "x.zip", "mimeType": "application/zip", "buffer": b"PK\3\4\0\0"}


def find(desk: Page, words: str) -> None:
    """Through the queue's search field."""
    field = desk.locator("#searchbar")
    field.fill(words)
    desk.locator(".queue-search").get_by_role("button", name="Search").click()
    expect(field).to_have_value(words)


def fits(desk: Page) -> None:
    """Nothing sticks out, on a desk nor on a phone; axe-core needs scripts, so other journeys look at these screens."""
    for size in (test_screens.PHONE, test_screens.DESK):
        desk.set_viewport_size(size)
        assert test_screens.fits(desk), desk.url


def test_a_ticket_is_worked_on_from_the_queue_to_its_end(
    plain: Page, staff_page: Callable[..., Page], site: Site
) -> None:
    reference = report(plain, "The gearwheel on the page stands still.", email=ADDRESS)
    desk = staff_page("officer", java_script_enabled=False)
    rows, facts, thread = desk.locator("#result_list tbody tr"), desk.locator("#facts"), desk.locator("#thread")

    # Queue, view, filter, search.
    desk.goto(LIST)
    desk.get_by_role("navigation", name="Views").get_by_role("link", name="Reports").click()
    desk.get_by_role("button", name="Language").click()
    desk.get_by_role("link", name="English", exact=True).click()
    expect(desk.get_by_role("link", name="Without Language: English")).to_be_visible()
    expect(rows.filter(has_text=reference)).to_have_count(1)
    find(desk, f"from:{ADDRESS} gearwheel")
    expect(rows).to_have_count(1)
    fits(desk)
    rows.get_by_role("link").first.click()
    expect(desk.locator("h1")).to_be_visible()
    fits(desk)

    # Assignee, priority, tag: a button each.
    desk.get_by_label("Assignee").select_option(label="Noor Haddad")
    desk.get_by_role("button", name="Assign", exact=True).click()
    expect(facts).to_contain_text("Noor Haddad")
    desk.locator("#priority").select_option(label="high")
    desk.locator("#controls").get_by_role("button", name="Set", exact=True).click()
    expect(thread).to_contain_text("Priority changed from “normal” to “high”")
    tag, add = desk.locator("#tag"), desk.get_by_role("button", name="Add", exact=True)
    tag.fill("gearwheel")
    add.click()
    expect(desk.get_by_role("alert")).to_contain_text("There is no such tag. Choose one from the list.")
    expect(tag).to_have_value("gearwheel")
    admin = staff_page("admin", java_script_enabled=False)
    admin.goto(f"{LIST}{reference}/change/")
    admin.locator("#tag").fill("gearwheel")
    admin.get_by_role("button", name="Add", exact=True).click()
    admin.get_by_role("button", name="Take the tag gearwheel off").click()
    expect(admin.get_by_role("list", name="Tags")).to_have_count(0)
    add.click()
    expect(desk.get_by_role("list", name="Tags")).to_contain_text("gearwheel")

    # A note, for staff alone.
    body = desk.locator("#write-body")
    desk.get_by_label("Internal note").check()
    body.fill("The gearwheel is ours.")
    desk.get_by_role("button", name="Add note").click()
    expect(thread.locator("[data-kind=note]")).to_contain_text("The gearwheel is ours.")

    # A macro into what is written, a file that can't go and one that can, the mail looked at in a tab; then it goes.
    body.fill("Good morning.\n")
    desk.get_by_label("Macro", exact=True).select_option(label="Does it work now?")
    desk.get_by_role("button", name="Put in").click()
    expect(desk.locator(".with-macros")).to_contain_text("“Does it work now?” is in the text.")
    words = body.input_value()
    assert words.startswith("Good morning.")
    assert "Hello there," in words
    desk.get_by_label("Attach files").set_input_files([GUIDE, ARCHIVE])
    desk.get_by_role("button", name="Send and set to pending").click()
    expect(desk.get_by_role("alert").first).to_contain_text("x.zip")
    expect(body).to_have_value(words)
    expect(desk.get_by_role("list", name="Files that go along")).to_contain_text("guide.txt")
    fits(desk)
    with desk.expect_popup() as opened:
        desk.get_by_role("button", name="Preview").click()
    expect(opened.value.locator("body")).to_contain_text("guide.txt")
    opened.value.close()
    expect(thread).not_to_contain_text("Good morning.")
    desk.get_by_role("button", name="Send and set to pending").click()
    expect(thread).to_contain_text("Good morning.")
    expect(facts.locator(".chip").first).to_have_attribute("data-tone", "pending")
    answer = site.wait_for_mail(to=ADDRESS, about=reference, count=2)[-1]
    assert "The gearwheel is ours." not in answer.get_body(("plain",)).get_content()
    assert [part.get_filename() for part in answer.iter_attachments()] == ["guide.txt"]

    # Put off, brought back, solved.
    desk.get_by_text("Snooze…").click()
    desk.get_by_role("button", name="In a week").click()
    expect(facts).to_contain_text("snoozed until")
    desk.get_by_role("button", name="Bring it back").click()
    expect(facts).not_to_contain_text("snoozed until")
    desk.get_by_role("button", name="Solve", exact=True).click()
    expect(facts.locator(".chip").first).to_have_attribute("data-tone", "solved")

    # Found again by its words and its tag; what the search doesn't know it says.
    desk.goto(f"{LIST}?view=all")
    find(desk, "tag:gearwheel status:solved")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(reference)
    find(desk, f"status:strange from:{ADDRESS}")
    expect(desk.locator(".messagelist")).to_contain_text("“status:” doesn’t know “strange”.")
    fits(desk)
