"""Pro customer: Fin, not solved, a ticket, a reply in the admin, an email, the customer's mail back, staff see it."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, open_panel, reach_fin
from tests.journeys.site import Site

type Check = Callable[[Page], None]

CITED = re.compile(r"^/en/messenger/articles/9018020\?back=%2Fen%2Fmessenger%2Fc%2F")


def test_a_pro_customers_question_becomes_a_ticket_and_is_answered_by_email(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
):
    # The customer asks Fin from the help center and isn't helped.
    customer = new_page(timezone_id="Asia/Tokyo")
    come_to_help_center(customer, site, "claude", "Marta Silva")
    panel = open_panel(customer)
    accessible(customer)
    reach_fin(panel, text="How do I cancel my subscription?", topic="Plans and cancellation")
    expect(panel.locator(".citation blockquote").first).not_to_be_empty()
    expect(panel.locator(".citation figcaption a").first).to_have_attribute("href", CITED)
    accessible(customer)
    panel.get_by_role("button", name="No, not yet").click()
    expect(panel.locator(".onward")).to_contain_text("marta.silva@example.com")
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    event = panel.locator("[data-author=event]")
    expect(event).to_contain_text("We have forwarded this to our Product Support team.")
    reference = event.locator(".reference").inner_text()
    accessible(customer)

    # The receipt arrives by email, with the reference.
    [receipt] = site.wait_for_mail(to="marta.silva@example.com", about=reference)
    assert reference in str(receipt["Subject"]) + receipt.get_body().get_content()

    # Who has gone elsewhere meanwhile hasn't read the answer.
    customer.goto("about:blank")

    # An agent finds the ticket in the admin, with Fin's transcript and the rule, and answers it.
    agent = staff_page("agent")
    agent.goto("/admin/tickets/ticket/")
    accessible(agent)
    agent.locator("tr", has_text=reference).get_by_role("link").first.click()
    expect(agent.locator(".desk-thread")).to_contain_text("How do I cancel my subscription?")
    expect(agent.locator(".desk-side")).to_contain_text("Your plan includes answers")
    # What the same rule says today, and by whose clock she wrote.
    expect(agent.locator("#standing")).to_contain_text("The same.")
    expect(agent.locator(".entry[data-kind=customer] .when")).to_contain_text("there (Asia/Tokyo)")
    accessible(agent)
    agent.locator("#write-body").fill("We have cancelled it for you, Marta.")
    agent.get_by_role("button", name="Send and set to pending").click()
    expect(agent.locator(".desk-thread")).to_contain_text("We have cancelled it for you, Marta.")

    # The answer goes out by email, threaded to the receipt, and stands in the messenger.
    _receipt, answer = site.wait_for_mail(to="marta.silva@example.com", about=reference, count=2)
    assert "We have cancelled it for you, Marta." in answer.get_body().get_content()
    assert str(receipt["Message-ID"]) in str(answer["References"])
    tab = customer.context.new_page()
    tab.goto("/en/")
    panel = open_panel(tab)
    expect(panel.get_by_text("Our Product Support team answered you")).to_be_visible()
    panel.get_by_text("Our Product Support team answered you").click()
    expect(panel.locator("[data-author=team]")).to_contain_text("We have cancelled it for you, Marta.")

    # Where the messenger was open it is open again, at the same conversation.
    customer.goto("/en/")
    panel = customer.frame_locator("iframe.messenger-panel")
    expect(panel.locator("[data-author=team]")).to_contain_text("We have cancelled it for you, Marta.")

    # The customer writes back by mail; it joins the same ticket, and the agent sees it.
    mailbox = new_page()
    mailbox.goto("/demo/mail/?to=marta.silva@example.com")
    mailbox.locator(".demo-letters a").first.click()
    mailbox.locator(".demo-reply textarea").fill("Thank you. Will I get a receipt?")
    mailbox.get_by_role("button", name="Send reply").click()
    expect(mailbox.get_by_role("status")).to_contain_text("took the reply")
    # The worker reads what the door took in.
    deadline = time.monotonic() + 20
    while "Thank you. Will I get a receipt?" not in agent.locator(".desk-thread").inner_text():
        assert time.monotonic() < deadline
        agent.reload()
    expect(agent.locator("h1")).to_contain_text("Plans and cancellation")


def test_the_first_half_works_without_scripts(plain: Page, site: Site):
    come_to_help_center(plain, site, "claude", "Theo Laurent")
    plain.locator("#launcher").click()
    plain.wait_for_url("**/en/messenger/")
    reach_fin(plain, text="How do I cancel my subscription?", topic="Plans and cancellation")
    expect(plain.locator(".citation figcaption a").first).to_have_attribute("href", CITED)
    plain.get_by_role("button", name="No, not yet").click()
    plain.get_by_role("button", name="Forward to the Product Support team").click()
    expect(plain.locator(".case-line")).to_contain_text("answers go to theo.laurent@example.com")
    site.wait_for_mail(to="theo.laurent@example.com")


def test_a_team_member_is_refused_with_the_reason_and_shown_the_way(new_page: Callable[..., Page], site: Site):
    page = new_page()
    come_to_help_center(page, site, "claude", "Mio Kondo")
    panel = open_panel(page)
    reach_fin(panel, text="How do I cancel my subscription?", topic="Plans and cancellation")
    panel.get_by_role("button", name="No, not yet").click()
    onward = panel.locator(".onward")
    expect(onward).to_contain_text("Your seat type doesn't include direct support from people.")
    expect(onward).to_contain_text("A primary owner or owner of your organization can contact us on your behalf.")
    expect(onward.get_by_role("button", name="Ask an owner of my organization")).to_be_visible()
    expect(panel.get_by_role("button", name="Forward to the Product Support team")).to_have_count(0)
    assert site.mails(to="mio.kondo") == []


def test_a_free_customer_tries_the_self_service_before_people_help_with_the_deletion(
    new_page: Callable[..., Page], site: Site
):
    page = new_page()
    come_to_help_center(page, site, "claude", "Yui Tanaka")
    panel = open_panel(page)
    reach_fin(panel, text="How do I delete my account?", topic="Delete my account")
    panel.get_by_role("button", name="No, not yet").click()
    expect(panel.get_by_role("button", name="Forward to the Product Support team")).to_have_count(0)
    panel.get_by_role("button", name="That didn't work").click()
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    expect(panel.locator(".case-line")).to_be_visible()


def test_somebody_who_cannot_log_in_gets_a_ticket_with_proof(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
):
    page = new_page()
    page.goto("/en/")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("I can't log in and still pay every month")
    panel.get_by_role("button", name="Send message").click()
    panel.get_by_role("button", name="Agree").click()
    panel.get_by_role("link", name="I can't log in").click()
    panel.get_by_role("button", name="Subscription support").click()

    # A full card number is refused beside its field, and everything else that was typed is still there.
    panel.get_by_label("What do you need?").select_option("cancel")
    panel.get_by_label("Email address of the account").fill("locked.out@example.com")
    panel.get_by_label("Last four digits of the card").fill("4242 4242 4242 4242")
    panel.get_by_label("Amount of a charge").fill("20 USD")
    panel.get_by_label("Date of that charge").fill("2026-11-01")
    panel.get_by_role("button", name="Send message").click()
    expect(panel.locator("#id_field_last_four_error")).to_be_visible()
    expect(panel.get_by_label("Email address of the account")).to_have_value("locked.out@example.com")
    accessible(page)
    panel.get_by_label("Last four digits of the card").fill("4242")
    panel.get_by_role("button", name="Send message").click()

    # Mail must reach them before anything is answered there; a page loaded anew asks for the same code.
    panel.get_by_role("button", name="No, not yet").click()
    expect(panel.get_by_label("Email address for our answer")).to_have_value("locked.out@example.com")
    accessible(page)
    panel.get_by_role("button", name="Send the code").click()
    code = site.wait_for_code(to="locked.out@example.com")
    page.reload()
    panel.get_by_label("Code from the email").fill("12345")
    panel.get_by_role("button", name="Confirm and forward").click()
    expect(panel.locator("#id_code_error")).to_be_visible()
    accessible(page)
    panel.get_by_label("Code from the email").fill(code)
    panel.get_by_role("button", name="Confirm and forward").click()
    reference = panel.locator(".case-line .reference").first.inner_text()
    site.wait_for_mail(to="locked.out@example.com", count=2)

    agent = staff_page("agent")
    agent.goto("/admin/tickets/ticket/")
    agent.locator("tr", has_text=reference).get_by_role("link").first.click()
    expect(agent.locator(".desk-side")).not_to_contain_text("4242")
    accessible(agent)
    agent.get_by_role("button", name="Show the proof").click()
    expect(agent.locator(".desk-side")).to_contain_text("4242")
    expect(agent.locator(".desk-side")).to_contain_text("locked.out@example.com")
    expect(agent.locator(".desk-side")).to_contain_text("20 USD")
    accessible(agent)


def test_a_stranger_chats_with_fin_and_is_asked_to_sign_in_for_more(new_page: Callable[..., Page], site: Site):
    page = new_page()
    page.goto("/en/articles/9018020")
    panel = open_panel(page)
    reach_fin(panel, text="How do I cancel my subscription?", topic="Plans and cancellation")
    panel.get_by_role("button", name="No, not yet").click()
    panel.get_by_role("link", name="Log in and go on with this conversation").click()
    page.wait_for_url("**/en/sign-in/**")
    page.get_by_role("link", name="claude.localhost").click()
    page.get_by_role("button", name="Marta Silva").click()
    # Back on the same article, in the same conversation, and now people can be reached.
    page.wait_for_url("**/en/articles/9018020-*")
    panel = page.frame_locator("iframe.messenger-panel")
    expect(panel.get_by_role("button", name="Forward to the Product Support team")).to_be_visible()
