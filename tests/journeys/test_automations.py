"""A lead writes an automation, it acts on a new case, and what should never have been sent is taken out of that."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, open_panel, reach_fin
from tests.journeys.site import Site

type Check = Callable[[Page], None]


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


def test_an_automation_acts_on_a_new_case_and_words_are_taken_out_of_it(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
) -> None:
    lead = staff_page("lead")
    lead.goto("/admin/tickets/automation/add/")
    lead.get_by_label("Name").fill("Max first")
    lead.get_by_label("On", exact=True).check()
    lead.locator("#id_trigger").select_option("opened")
    lead.locator("#id_conditions-0-choice").select_option("plan:max")
    lead.locator("#id_conditions-1-choice").select_option("subject:")
    lead.locator("#id_conditions-1-words").fill("identity")
    lead.locator("#id_steps-0-choice").select_option("priority:30")
    lead.locator("#id_steps-1-choice").select_option("tag:")
    lead.locator("#id_steps-1-words").fill("sensitive")
    accessible(lead)
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.locator("#result_list")).to_contain_text("Max first")
    accessible(lead)

    words = "My identity card 12AB34CD56 was refused, how do I cancel?"
    reference = forwarded(new_page(), site, words)
    ticket = f"/admin/tickets/ticket/{reference}/change/"
    lead.goto(ticket)
    for _time in range(20):
        if lead.locator(".desk-thread").get_by_text("Automation “Max first”").count():
            break
        lead.wait_for_timeout(500)
        lead.reload()
    expect(lead.locator(".desk-thread")).to_contain_text("Tagged “sensitive” · Automation “Max first”")
    lead.goto("/admin/tickets/automationrun/")
    row = lead.locator("#result_list tr", has_text=reference)
    expect(row).to_contain_text("Set the priority: high; Put on a tag: sensitive")
    accessible(lead)

    lead.goto(ticket)
    lead.get_by_role("link", name="Take something out…").click()
    lead.locator("#id_words").fill("12ab34cd56")
    lead.get_by_label("Reason").fill("An identity card.")
    accessible(lead)
    lead.get_by_role("button", name="See what would go").click()
    expect(lead.get_by_text("Nobody can undo this")).to_be_visible()
    accessible(lead)
    lead.get_by_role("button", name="Take it out for good").click()
    lead.wait_for_url(f"**{ticket}*")
    expect(lead.locator("body")).not_to_contain_text("12AB34CD56")
    expect(lead.locator(".desk-thread")).to_contain_text("My identity card [redacted] was refused")
    expect(lead.locator(".desk-thread")).to_contain_text("Redacted for good (words): An identity card.")
