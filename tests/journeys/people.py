"""What people do in several journeys: sign in at a product, come to the help center, talk to Fin, and answer."""

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.journeys.site import Site


def sign_in_at(page: Page, site: Site, product: str, name: str, *, locale: str = "en") -> None:
    """Become one of the sample people on a product's own page (claude, platform or console)."""
    page.goto(f"{site.origin(product)}/?lang={locale}")
    page.get_by_role("button", name=name).click()
    expect(page.locator("[data-account] summary")).to_be_visible()


def come_to_help_center(page: Page, site: Site, product: str, name: str, *, locale: str = "en") -> None:
    """Sign in at the product and follow its account menu to the help center, which then knows who it is."""
    sign_in_at(page, site, product, name, locale=locale)
    page.locator("[data-account] summary").click()
    page.locator(".demo-menu a[href*='/sign-in/']:not([data-get-help])").click()
    page.wait_for_url(f"{site.help}/{locale}/")


def sign_in_to_desk(page: Page, site: Site, name: str) -> None:
    """A member of staff (agent, lead, editor, officer, admin) comes to the admin by their password."""
    page.goto(f"{site.help}/admin/login/?next=/admin/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(site.passwords[name])
    page.locator("[type=submit]").click()
    page.wait_for_url(re.compile(r"/admin/(?!login/)"))


def open_panel(page: Page) -> FrameLocator:
    """Open the messenger's panel by its launcher."""
    page.locator("#launcher").click()
    panel = page.frame_locator("iframe.messenger-panel")
    expect(panel.locator("#messenger-text")).to_be_visible()
    # Its keys are answered.
    expect(page.locator("#launcher")).to_have_attribute("data-ready", "1")
    return panel


def reach_fin(messenger: FrameLocator | Page, *, text: str, topic: str) -> None:
    """From the messenger's home to Fin's answer: agrees if asked, picks the topic, and sends further details."""
    messenger.locator("#messenger-text").fill(text)
    messenger.get_by_role("button", name="Send message").click()
    agree = messenger.get_by_role("button", name="Agree")
    # Home has buttons of the same names, until the next screen has come.
    choose = messenger.locator(".topics").get_by_role("button", name=topic)
    expect(agree.or_(choose)).to_be_visible()
    if agree.is_visible():
        agree.click()
    choose.click()
    question = messenger.get_by_role("button", name="Ask Fin a question first")
    expect(question.or_(messenger.locator("#id_text, [data-author=fin]").first).first).to_be_visible()
    if question.is_visible():
        question.click()
    details, answer = messenger.locator("#id_text"), messenger.locator("[data-author=fin]")
    expect(details.or_(answer.first)).to_be_visible()
    if details.is_visible():
        expect(details).to_have_value(text)
        messenger.get_by_role("button", name="Send message").click()
    expect(messenger.locator("[data-author=fin] .bubble")).to_be_visible()


def answer_as(agent: Page, reference: str, words: str) -> None:
    """A member of staff answers the ticket and waits for the customer again."""
    agent.goto("/admin/tickets/ticket/")
    agent.locator("tr", has_text=reference).get_by_role("link").first.click()
    agent.locator("#write-body").fill(words)
    agent.get_by_role("button", name="Send and set to pending").click()
    expect(agent.locator(".desk-thread")).to_contain_text(words)


def report(plain: Page, words: str, *, email: str = "") -> str:
    """Somebody reports under the law, which needs no login; the reference. Only who handles reports knows of it."""
    plain.goto("/en/")
    plain.locator(".site-footer").get_by_role("link", name="UK: Online Safety Act report").click()
    plain.get_by_label("Content reporting duty").check()
    plain.get_by_label("What happened?").fill(words)
    plain.get_by_label("Your email address").fill(email)
    plain.get_by_role("button", name="Send the report").click()
    expect(plain.locator("h1")).to_have_text("We have your report")
    return plain.locator(".report-key").first.inner_text()


def view_of(desk: Page, name: str) -> Locator:
    """The link of one of the queue's views, which stands above the list or, where that has no room, in the menu."""
    link = desk.locator(".queue-views").get_by_role("link", name=name)
    if not link.is_visible():
        desk.locator(".queue-more").click()
    return link
