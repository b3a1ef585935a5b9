"""A case of somebody who can't log in, as staff see it: what waits for the proof, what it opens, and what follows."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys import test_screens
from tests.journeys.site import Site

type Check = Callable[[Page], None]
ADDRESS, OTHER = "vera.shut@example.com", "willem.shut@example.com"


def shut_out(plain: Page, site: Site, address: str = ADDRESS) -> str:
    """Somebody who can't log in wants their subscription canceled; the reference of their case."""
    plain.goto("/en/messenger/")
    plain.locator("#messenger-text").fill("I still pay every month and can't get in.")
    plain.locator("[name=about][value=cant_log_in]").click()
    plain.locator(".topics [value=locked-out-subscription]").click()
    plain.get_by_role("button", name="Agree").click()
    plain.get_by_label("What do you need?").select_option("cancel")
    plain.get_by_label("Email address of the account").fill(address)
    plain.get_by_label("Last four digits of the card").fill("4242")
    plain.get_by_label("Amount of a charge").fill("20 USD")
    plain.get_by_label("Date of that charge").fill("2026-11-01")
    plain.get_by_role("button", name="Send message").click()
    plain.get_by_role("button", name="No, not yet").click()
    plain.get_by_role("button", name="Send the code").click()
    plain.get_by_label("Code from the email").fill(site.wait_for_code(to=address))
    plain.get_by_role("button", name="Confirm and forward").click()
    return plain.locator(".case-line .reference").first.inner_text()


def line(desk: Page, label: str) -> Locator:
    """A line of the checklist."""
    return desk.locator("#proof fieldset").filter(has=desk.locator("legend", has_text=label))


def check(desk: Page, verdict: str, *labels: str) -> None:
    """Say of these lines what was found, and save."""
    for label in labels:
        line(desk, label).get_by_label(verdict, exact=True).check()
    desk.get_by_role("button", name="Save the checklist").click()
    for label in labels:
        expect(line(desk, label).locator(".by")).not_to_be_empty()


def test_nothing_is_done_on_an_account_before_its_proof_fits(
    plain: Page, staff_page: Callable[[str], Page], site: Site, accessible: Check
) -> None:
    reference = shut_out(plain, site)
    address = f"/admin/tickets/ticket/{reference}/change/"
    agent, lead = staff_page("agent"), staff_page("lead")
    agent.goto(address)
    cancel = agent.get_by_role("button", name="Subscription canceled")
    expect(cancel).to_be_disabled()
    expect(agent.locator("#proof")).to_contain_text("Not enough of the proof is compared and matches yet.")
    expect(agent.locator("#proof")).not_to_contain_text("4242")

    # Solved unseen it isn't either; what was written is still there, and nothing went out.
    agent.locator("#write-body").fill("It is canceled, Vera.")
    agent.get_by_role("button", name="Send and solve").click()
    expect(agent.get_by_role("alert")).to_contain_text("Go through every line of the proof checklist")
    expect(agent.locator("#write-body")).to_have_value("It is canceled, Vera.")
    accessible(agent)

    agent.get_by_role("button", name="Show the proof").click()
    expect(agent.locator("#write-body")).to_have_value("It is canceled, Vera.")
    check(agent, "Matches", "Last four digits of the card")
    expect(cancel).to_be_disabled()
    check(agent, "Matches", "Amount of a charge")
    expect(agent.locator("#proof")).to_contain_text("The proof is enough.")
    accessible(agent)

    # A colleague finds what doesn't fit, and so the page that was opened before does no more than say so.
    lead.goto(address)
    lead.get_by_role("button", name="Show the proof").click()
    check(lead, "Doesn’t match", "Date of that charge")
    expect(lead.get_by_role("button", name="Subscription canceled")).to_be_disabled()
    cancel.click()
    expect(agent.get_by_role("alert")).to_contain_text("A line of the proof doesn’t match the account")
    expect(agent.locator("#thread")).not_to_contain_text("Done on the account")
    accessible(agent)

    # It was a slip. Every line fits: it is done, written down with who did it, and solved.
    check(agent, "Matches", "Date of that charge", "Email address of the account")
    cancel.click()
    expect(agent.locator("#thread")).to_contain_text("Done on the account: Subscription canceled")
    expect(agent.locator("#write-body")).to_have_value("It is canceled, Vera.")
    agent.get_by_role("button", name="Send and solve").click()
    expect(agent.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
    answer = site.wait_for_mail(to=ADDRESS, about=reference, count=2)[-1]
    assert "It is canceled, Vera." in answer.get_body(("plain",)).get_content()

    # Closed for good. What the customer writes then is a ticket of its own: it has the proof, to be compared anew.
    agent.get_by_text("Close for good…").click()
    agent.get_by_role("button", name="Close", exact=True).click()
    expect(agent.locator("#facts .chip").first).to_have_attribute("data-tone", "closed")
    expect(agent.locator("#proof").get_by_role("button", name="Subscription canceled")).to_have_count(0)
    plain.goto(site.case_page_in(answer))
    plain.get_by_label("Your message").fill("It was charged once more.")
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("status")).to_be_visible()
    agent.goto(f"/admin/tickets/ticket/?view=all&q=from:{ADDRESS}")
    agent.locator("#result_list tbody tr").filter(has_not_text=reference).get_by_role("link").first.click()
    expect(agent.locator("#facts").get_by_role("link", name=f"follows {reference}")).to_be_visible()
    expect(agent.locator("#proof")).not_to_contain_text("4242")
    expect(cancel).to_be_disabled()
    agent.get_by_role("button", name="Show the proof").click()
    expect(line(agent, "Last four digits of the card")).to_contain_text("4242")
    expect(agent.locator("#proof input:checked")).to_have_count(0)
    accessible(agent)

    # Here it is wrong: it can't be solved, and says so; closed it can be, when all of it was looked at.
    check(agent, "Doesn’t match", "Last four digits of the card")
    agent.get_by_role("button", name="Solve", exact=True).click()
    expect(agent.get_by_role("alert")).to_contain_text("Ask for other details, or close the ticket.")
    check(agent, "Matches", "Amount of a charge", "Date of that charge", "Email address of the account")
    agent.get_by_text("Close for good…").click()
    agent.get_by_role("button", name="Close", exact=True).click()
    expect(agent.locator("#facts .chip").first).to_have_attribute("data-tone", "closed")


def test_without_scripts_the_same_guard_stands(plain: Page, staff_page: Callable[..., Page], site: Site) -> None:
    reference = shut_out(plain, site, OTHER)
    agent, colleague = (staff_page(name, java_script_enabled=False) for name in ("agent", "lead"))
    for desk in (agent, colleague):
        desk.goto(f"/admin/tickets/ticket/{reference}/change/")
        desk.get_by_role("button", name="Show the proof").click()
        expect(desk.locator("#proof")).to_contain_text("4242")
    cancel = agent.get_by_role("button", name="Subscription canceled")
    expect(cancel).to_be_disabled()

    # Unchecked it isn't solved; the answer is still in the form.
    agent.locator("#write-body").fill("It is canceled, Willem.")
    agent.get_by_role("button", name="Send and solve").click()
    expect(agent.get_by_role("alert")).to_contain_text("Go through every line of the proof checklist")
    expect(agent.locator("#write-body")).to_have_value("It is canceled, Willem.")
    check(agent, "Matches", "Last four digits of the card", "Amount of a charge")
    expect(agent.locator("#proof")).to_contain_text("The proof is enough.")
    for size in (test_screens.PHONE, test_screens.DESK):
        agent.set_viewport_size(size)
        assert test_screens.fits(agent)

    # The page is older than what a colleague found: it says so, and nothing is done.
    colleague.reload()
    check(colleague, "Doesn’t match", "Date of that charge")
    cancel.click()
    expect(agent.get_by_role("alert")).to_contain_text("A line of the proof doesn’t match the account")
    expect(agent.locator("#thread")).not_to_contain_text("Done on the account")

    # All of it fits: done, with who did it, answered and solved.
    check(agent, "Matches", "Date of that charge", "Email address of the account")
    cancel.click()
    expect(agent.locator("#thread")).to_contain_text("Done on the account: Subscription canceled")
    agent.locator("#write-body").fill("It is canceled, Willem.")
    agent.get_by_role("button", name="Send and solve").click()
    expect(agent.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
    answer = site.wait_for_mail(to=OTHER, about=reference, count=2)[-1]
    assert "It is canceled, Willem." in answer.get_body(("plain",)).get_content()
