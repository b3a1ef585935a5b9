"""A lead promises answers within a time, which then stands in the queue, on the ticket, and on the customer's page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import answer_as, come_to_help_center, open_panel, reach_fin
from tests.journeys.site import Site

type Check = Callable[[Page], None]
ADDRESS = "theo.laurent@example.com"
QUEUE = "/admin/tickets/ticket/"


def forwarded(customer: Page, site: Site, words: str) -> str:
    """A case that a customer of Max hands on from Fin to the team; its reference."""
    come_to_help_center(customer, site, "claude", "Theo Laurent")
    panel = open_panel(customer)
    reach_fin(panel, text=words, topic="Plans and cancellation")
    panel.get_by_role("button", name="No, not yet").click()
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    event = panel.locator("[data-author=event]")
    expect(event).to_contain_text("We have forwarded this to our Product Support team.")
    return event.locator(".reference").inner_text()


def promise(lead: Page, accessible: Check, first: str, following: str) -> None:
    """Set how soon customers of Max are answered, before all other policies and around the clock."""
    lead.goto("/admin/tickets/slapolicy/add/")
    lead.get_by_label("Name").fill("Max at once")
    lead.get_by_label("Order").fill("1")
    lead.get_by_label("First response").fill("soon")
    lead.get_by_label("Next response").fill(following)
    lead.get_by_role("group", name="Plans").get_by_label("Max", exact=True).check()
    lead.get_by_role("button", name="Save", exact=True).click()
    # What was typed is still there beside what is wrong with it.
    expect(lead.locator("#content-main")).to_contain_text("Write hours and minutes, such as 4 h or 1 h 30 min")
    expect(lead.get_by_label("First response")).to_have_value("soon")
    accessible(lead)
    lead.get_by_label("First response").fill(first)
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.locator("#result_list tr", has_text="Max at once")).to_contain_text(first)
    accessible(lead)


def minutes_left(times: Locator) -> float:
    """From now until the time that is shown."""
    at = datetime.fromisoformat(str(times.first.get_attribute("datetime")))
    return (at - datetime.now(UTC)) / timedelta(minutes=1)


def test_what_a_lead_promises_is_due_in_the_queue_and_said_to_the_customer(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
) -> None:
    lead, customer = staff_page("lead"), new_page()
    promise(lead, accessible, first="2 h 30 min", following="6 h")
    reference = forwarded(customer, site, "How do I change from monthly to yearly?")

    lead.goto(f"{QUEUE}?sort=due&q={reference}")
    row = lead.locator("tr", has_text=reference)
    expect(row.locator(".cell-sla")).to_have_text(re.compile(r"in 2\sh"))
    assert 145 < minutes_left(row.locator(".cell-sla time")) <= 150
    accessible(lead)
    lead.goto(f"{QUEUE}{reference}/change/")
    expect(lead.locator("#sla div").first).to_contain_text("First response")
    assert 145 < minutes_left(lead.locator("#sla time")) <= 150
    accessible(lead)

    # The receipt leads to their own page, which says the same.
    receipt = site.wait_for_mail(to=ADDRESS, about=reference)[-1]
    customer.goto(site.case_page_in(receipt))
    promised = customer.locator("dl > div", has_text="You can expect an answer by")
    assert 145 < minutes_left(promised.locator("time")) <= 150
    accessible(customer)

    # An answer ends the clock, and who was answered waits for nothing.
    answer_as(lead, reference, "Under Settings, then Billing.")
    lead.goto(f"{QUEUE}{reference}/change/")
    expect(lead.locator("#sla")).to_contain_text(re.compile(r"in time: \d+ min of 2 h 30 min"))
    customer.reload()
    expect(customer.locator("h1")).to_be_visible()
    expect(promised).to_have_count(0)
