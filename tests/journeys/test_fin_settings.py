"""Staff set Fin up, and people meet it: a topic that always goes to a human, and Fin off for free accounts."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, open_panel, reach_fin
from tests.journeys.site import Site
from tests.journeys.test_screens import look_at

TOPIC = "Plans and cancellation"
FREE = "Yui Tanaka"
TEXT = "How do I cancel my subscription?"


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved. Pages and answers follow within a second.")
    page.wait_for_timeout(1500)  # what pages know is at most a second old


def come_until(page: Page, address: str, words: str) -> None:
    """Comes to the page until a process of the site has heard of the change; on a busy machine that may take two."""
    deadline = time.monotonic() + 20
    page.goto(address)
    while words not in page.locator("#messenger").inner_text():
        assert time.monotonic() < deadline, page.locator("#messenger").inner_text()
        page.goto(address)


@pytest.fixture
def lead(staff_page: Callable[[str], Page]) -> Iterator[Page]:
    """A lead at Fin's settings, which are as before when the journey ends."""
    page = staff_page("lead")
    page.goto("/admin/messenger/finsettings/")
    yield page
    page.goto("/admin/messenger/finsettings/")
    for box in page.locator("input[name=answers_for]").all():
        box.check()
    for box in page.locator("input[name=topics]").all():
        box.uncheck()
    page.locator("input[name=name_en]").fill("")
    save(page)


def test_a_topic_that_always_goes_to_a_human(
    lead: Page, new_page: Callable[..., Page], site: Site, accessible: Callable[[Page], None]
) -> None:
    lead.get_by_label(TOPIC).check()
    lead.locator("input[name=name_en]").fill("Aria")
    save(lead)
    expect(lead.locator(".topic-versions li").first).to_contain_text(
        "topics that always go to a human: – → subscription"
    )
    look_at(lead, accessible)

    # Who reaches people is shown the way without having to say that an answer didn't help.
    pro = new_page()
    come_to_help_center(pro, site, "claude", "Theo Laurent")
    come_until(pro, "/en/messenger/", "Chat with the AI support bot Aria")
    pro.goto("/en/")
    panel = open_panel(pro)
    expect(panel.get_by_label("Chat with the AI support bot Aria")).to_be_visible()
    reach_fin(panel, text=TEXT, topic=TOPIC)
    expect(panel.locator("[data-author=fin] .turn-who").first).to_have_text("Aria")
    expect(panel.locator("[data-author=fin] .bubble").first).to_contain_text("looks at this topic itself")
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    expect(panel.locator(".case-line")).to_contain_text("answers go to theo.laurent@example.com")

    # Who doesn't still has the answer, and the reason with it.
    free = new_page()
    come_to_help_center(free, site, "claude", FREE)
    panel = open_panel(free)
    reach_fin(panel, text=TEXT, topic=TOPIC)
    expect(panel.locator("[data-author=fin] .bubble").first).to_contain_text("The Free plan includes all help articles")
    expect(panel.locator(".citation").first).to_be_visible()


def test_fin_is_off_for_free_accounts(
    lead: Page, new_page: Callable[..., Page], site: Site, accessible: Callable[[Page], None]
) -> None:
    lead.get_by_label("Claude Free").uncheck()
    save(lead)

    page = new_page()
    come_to_help_center(page, site, "claude", FREE)
    come_until(page, "/en/messenger/", "The Free plan includes all help articles.")
    page.get_by_label("Write a message").fill(TEXT)
    page.get_by_role("button", name="Send message").click()
    agree = page.get_by_role("button", name="Agree")
    choose = page.locator(".topics").get_by_role("button", name=TOPIC)
    expect(agree.or_(choose)).to_be_visible()
    if agree.is_visible():
        agree.click()
    choose.click()
    expect(page.locator(".onward")).to_contain_text("Your plan doesn't include answers from our team")
    expect(page.locator(".onward")).to_contain_text("Nobody has read it.")
    expect(page.locator("[data-author=fin]")).to_have_count(0)
    look_at(page, accessible)
    page.get_by_role("link", name="Search the help articles").click()
    expect(page.locator("#start-form")).to_be_visible()
