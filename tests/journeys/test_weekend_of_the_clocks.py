"""A promise in business hours over the weekend on which the clocks change, on a site that goes through these days."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.another_day import SiteOnAnotherDay, friday_before_the_clocks_change, hours_won
from tests.journeys.people import come_to_help_center, open_panel, reach_fin, sign_in_to_desk
from tests.journeys.site import Site

type Check = Callable[[Page], None]
BERLIN = ZoneInfo("Europe/Berlin")
NAME, ADDRESS, LEAD = "Theo Laurent", "theo.laurent@example.com", "lena@help.localhost"


@pytest.fixture(scope="module")
def running() -> Iterator[SiteOnAnotherDay]:
    """A site of its own, as its clock is set."""
    made = SiteOnAnotherDay()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def its_site(running: SiteOnAnotherDay) -> Site:
    return running.start()


@pytest.mark.parametrize(
    ("now", "friday", "won"),
    [
        ("2026-11-27T12:00", "2027-03-26", -1),
        ("2027-03-25T23:00", "2027-03-26", -1),
        ("2027-03-26T09:00", "2027-10-29", 1),
        ("2027-03-28T02:30", "2027-10-29", 1),
    ],
)
def test_which_friday_it_is(now: str, friday: str, won: int) -> None:
    found = friday_before_the_clocks_change(BERLIN, datetime.fromisoformat(now).replace(tzinfo=BERLIN))
    assert (found.isoformat()[:16], hours_won(found)) == (f"{friday}T00:00", won)


def at(day: datetime, clock: str) -> datetime:
    """A time of the wall clock there."""
    hour, minute = map(int, clock.split(":"))
    return day.replace(hour=hour, minute=minute)


def works_in_berlin(lead: Page, site: Site) -> None:
    """The lead's own clock is Berlin's, and so are the office hours: Monday to Friday, nine to six, with a lunch."""
    lead.goto(f"{site.help}/admin/settings/")
    lead.get_by_label("Time zone").select_option("Europe/Berlin")
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_text("Saved.")).to_be_visible()
    lead.goto(f"{site.help}/admin/tickets/businesshours/")
    lead.get_by_role("link", name="Office hours in").click()
    lead.get_by_label("Name").first.fill("Office hours in Berlin")
    lead.get_by_label("Time zone").select_option("Europe/Berlin")
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.locator("#result_list")).to_contain_text("Europe/Berlin")


def forwarded(customer: Page, site: Site) -> str:
    """A case that a customer of Max hands on from Fin to the team; its reference."""
    come_to_help_center(customer, site, "claude", NAME)
    panel = open_panel(customer)
    reach_fin(panel, text="Which day is my plan renewed on?", topic="Plans and cancellation")
    panel.get_by_role("button", name="No, not yet").click()
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    event = panel.locator("[data-author=event]")
    expect(event).to_contain_text("We have forwarded this to our Product Support team.")
    return event.locator(".reference").inner_text()


def stands(lead: Page, site: Site, view: str, reference: str, due: datetime, words: str) -> None:
    """In this view of the queue the case stands with when it is due, and how far off that is."""
    lead.goto(f"{site.help}/admin/tickets/ticket/?view={view}")
    cell = lead.locator("tr", has_text=reference).locator(".cell-sla")
    expect(cell).to_have_text(re.compile(words))
    told = datetime.fromisoformat(str(cell.locator("time").get_attribute("datetime")))
    # The clock began when the case came in, seconds after the hour; and it is the lead's own zone that is written.
    assert timedelta(0) <= told - due < timedelta(minutes=5)
    assert told.utcoffset() == due.utcoffset()


# The next two, so one of each kind; the site goes from the first to the second.
@pytest.mark.parametrize("later", [0, 1], ids=["next", "the one after"])
def test_due_on_monday_by_the_clock_that_has_changed_then_late_and_said_so(
    new_page: Callable[..., Page], running: SiteOnAnotherDay, its_site: Site, accessible: Check, later: int
) -> None:
    site, friday = its_site, friday_before_the_clocks_change(BERLIN, datetime.now(UTC))
    for _time in range(later):
        friday = friday_before_the_clocks_change(BERLIN, friday)
    monday = friday + timedelta(days=3)
    due = at(monday, "15:00")
    # Three hours are left of Friday, five come on Monday; of those between, one is missing or is there twice.
    assert due.astimezone(UTC) - at(friday, "15:00").astimezone(UTC) == timedelta(hours=72 + hours_won(friday))
    lead, customer = new_page(timezone_id="Europe/Berlin"), new_page(timezone_id="Europe/Berlin")

    running.is_now(at(friday, "14:30"))
    sign_in_to_desk(lead, site, "lead")
    works_in_berlin(lead, site)
    running.is_now(at(friday, "15:00"))
    reference = forwarded(customer, site)
    address = f"{site.help}/admin/tickets/ticket/{reference}/change/"

    # Friday: due on Monday, in the queue, on the ticket, and on the customer's page.
    stands(lead, site, "all", reference, due, r"in 2\sdays|in 3\sdays")
    lead.goto(address)
    expect(lead.locator("#sla time")).to_have_text(re.compile(rf"{monday:%b} {monday.day}, {monday.year}, 3:0\d\sPM"))
    receipt = site.wait_for_mail(to=ADDRESS, about=reference)[-1]
    page = site.case_page_in(receipt)
    customer.clock.set_system_time(at(friday, "15:05"))
    customer.goto(page)
    promised = customer.locator("dl > div", has_text="You can expect an answer by")
    expect(promised).to_contain_text(re.compile(rf"Mon, {monday:%B} {monday.day} 3:0\d\sPM"))

    # After lunch on Monday six of the eight hours are over, and nobody has it: who leads is warned.
    running.is_now(at(monday, "13:30"))
    running.a_minute_passes()
    [warning] = site.wait_for_mail(to=LEAD, about=reference)
    assert "A ticket that nobody has is due soon" in str(warning["Subject"])
    words = warning.get_body(("plain",)).get_content()
    assert re.search(r"Due: .*\b3:0\d\sPM \(Europe/Berlin\)", words)
    assert address in words
    sign_in_anew(lead, site)
    stands(lead, site, "soon", reference, due, r"in 1\shour")
    expect(lead.locator("#bell")).to_contain_text("1 unread")

    # Some minutes past three it is late: that takes the place of the warning.
    running.is_now(at(monday, "15:06"))
    running.a_minute_passes()
    [_warning, breach] = site.wait_for_mail(to=LEAD, about=reference, count=2)
    assert "A ticket that nobody has is overdue" in str(breach["Subject"])
    stands(lead, site, "breached", reference, due, r"\d\sminutes? late|under a minute late")
    expect(lead.locator("#bell")).to_contain_text("1 unread")
    lead.locator("#bell").click()
    notice = lead.locator(".notice-list li").filter(has_text=reference)
    expect(notice).to_contain_text("A ticket that nobody has is overdue")
    expect(notice).to_contain_text(re.compile(r"due .*\b3:0\d\sPM"))
    accessible(lead)
    customer.clock.set_system_time(at(monday, "15:06"))
    customer.goto(page)
    expect(customer.locator("dl")).to_contain_text("It takes longer than we wanted")
    expect(promised).to_have_count(0)

    # A colleague answers: how late that was stands on the ticket, and nobody's bell goes on about it.
    agent = new_page()
    sign_in_to_desk(agent, site, "agent")
    agent.goto(address)
    agent.locator("#write-body").fill("On the first, Theo. Sorry for the wait.")
    agent.get_by_role("button", name="Send and set to pending").click()
    expect(agent.locator("#sla")).to_contain_text(re.compile(r"too late: 8 h \d+ min of 8 h"))
    lead.reload()
    expect(notice).to_be_visible()
    expect(lead.locator("#bell")).not_to_contain_text("unread")
    assert len([each for each in site.mails(to=LEAD) if reference in str(each)]) == 2


def sign_in_anew(lead: Page, site: Site) -> None:
    """After a weekend nobody is logged in any more."""
    lead.goto(f"{site.help}/admin/")
    if "/login/" in lead.url:
        sign_in_to_desk(lead, site, "lead")
