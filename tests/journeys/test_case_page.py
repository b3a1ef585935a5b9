"""From a mail to the case page, without scripts: how it stands, one more message, and that one is still waiting."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, reach_fin
from tests.journeys.site import Site

type Check = Callable[[Page], None]

PERSON, EMAIL = "Ren Fujita", "ren.fujita@kaigan.example"


def link_in_latest_mail(site: Site, *, count: int) -> str:
    """The case page that the person's latest of so many mails leads to."""
    return site.case_page_in(site.wait_for_mail(to=EMAIL, count=count)[-1])


def choose_language(reader: Page, name: str) -> None:
    """Folded, as there are thirteen; the one that counts stands there."""
    folded = reader.locator("details", has=reader.locator(".case-language"))
    folded.locator("summary").click()
    folded.get_by_role("button", name=name).click()


def all_of_the_aside_is_in_reach(desk: Page) -> None:
    """The desk is as high as the window; what goes on below fades, and its end can be come to."""
    assert desk.evaluate("document.documentElement.scrollHeight <= innerHeight")
    side = desk.locator(".desk-side")
    assert side.evaluate("(side) => getComputedStyle(side, '::after').position") == "sticky"
    side.evaluate("(side) => side.scrollTo(0, side.scrollHeight)")
    expect(desk.get_by_role("button", name="Revoke the links")).to_be_in_viewport(ratio=1)
    fade = side.evaluate("(side) => parseFloat(getComputedStyle(side, '::after').height)")
    last, box = side.locator(":scope > :last-child").bounding_box(), side.bounding_box()
    assert last["y"] + last["height"] <= box["y"] + box["height"] - fade / 2, "nothing hides the last card"


def test_who_reads_their_mail_sees_how_the_case_stands_and_is_heard(
    plain: Page, new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
):
    come_to_help_center(plain, site, "claude", PERSON)
    plain.goto("/en/messenger/")
    reach_fin(plain, text="How do I cancel my subscription?", topic="Plans and cancellation")
    plain.get_by_role("button", name="No, not yet").click()
    plain.get_by_role("button", name="Forward to the Product Support team").click()

    # The mail's link opens the page in a browser that knows nobody, on a phone without scripts.
    link = link_in_latest_mail(site, count=1)
    reader = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    reader.goto(link)
    expect(reader.locator("h1")).to_have_text("Received")
    expect(reader.locator("main")).to_contain_text("Nobody on our team has looked at it yet.")
    expect(reader.locator("main")).not_to_contain_text(EMAIL)
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("alert")).to_have_text("Write your message first.")
    reader.get_by_label("Your message").fill("It is about the yearly plan.")
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("status")).to_have_text("Your message is with our Product Support team.")
    # What is begun meanwhile stays, whatever is pressed.
    begun = reader.locator("#id_text")
    begun.fill("half a sentence")
    reader.get_by_role("button", name="I’m still waiting").click()
    expect(reader.get_by_role("status")).to_contain_text("The team sees that you are still waiting.")

    # Emails may come in another language, and in the first one again.
    choose_language(reader, "日本語")
    expect(reader.locator("html")).to_have_attribute("lang", "ja")
    choose_language(reader, "English")
    expect(reader.get_by_role("status")).to_have_text("From now on our emails about this come in English.")
    expect(begun).to_have_value("half a sentence")

    # Also in one that no page has, and the page stays as it is.
    choose_language(reader, "Deutsch")
    expect(reader.get_by_role("status")).to_have_text("From now on our emails about this come in Deutsch.")
    expect(reader.locator("html")).to_have_attribute("lang", "en")
    choose_language(reader, "English")
    expect(reader.get_by_role("status")).to_have_text("From now on our emails about this come in English.")

    # The team sees both, and answers.
    reference = reader.locator(".case-reference").inner_text().split()[-1]
    agent = staff_page("agent")
    agent.goto("/admin/tickets/ticket/")
    expect(agent.locator("tr", has_text=reference).locator(".chip[data-tone=nudged]")).to_be_visible()
    assert agent.locator("#result_list").evaluate("(list) => list.scrollWidth - list.clientWidth") <= 0, (
        "a column is cut"
    )
    agent.goto(f"/admin/tickets/ticket/{reference}/change/")
    expect(agent.locator(".desk-thread")).to_contain_text("It is about the yearly plan.")
    expect(agent.locator(".desk-thread")).to_contain_text("is still waiting")
    expect(agent.locator(".desk-thread")).to_contain_text("wants emails about this in 日本語, no longer in English")
    all_of_the_aside_is_in_reach(agent)
    accessible(agent)
    # What fits stands beside it; one press puts its link where one writes.
    agent.locator("#related").get_by_role("button", name="Insert link").first.click()
    expect(agent.locator("#write-body")).to_have_value(re.compile(rf"\n{site.help}/en/articles/\d+"))
    agent.locator("#write-body").fill("The yearly plan ends in May, Ren.")
    agent.get_by_role("button", name="Send and set to pending").click()
    expect(agent.locator(".desk-thread")).to_contain_text("The yearly plan ends in May, Ren.")

    # The link stays the same; with scripts the times are the reader's own, and it leads back into the messenger.
    assert link_in_latest_mail(site, count=2) == link
    scripted = new_page(timezone_id="Asia/Tokyo")
    scripted.goto(link)
    expect(scripted.locator("h1")).to_have_text("Answered, your turn")
    expect(scripted.locator("main time").first).not_to_contain_text("UTC")
    accessible(scripted)
    scripted.goto(link.replace("/en/", "/ja/"))
    expect(scripted.locator("html")).to_have_attribute("lang", "ja")
    accessible(scripted)
    plain.goto(link)
    plain.locator("a[href*='/messenger/case/']").click()
    expect(plain.locator("[data-author=team]")).to_contain_text("The yearly plan ends in May, Ren.")

    # Taken back, it opens nothing any more.
    agent.get_by_role("button", name="Revoke the links").click()
    expect(agent.locator(".messagelist")).to_contain_text("open nothing any more")
    reader.goto(link.replace("/en/", "/ja/"))
    expect(reader.locator(".door > p").first).to_have_css("word-break", "auto-phrase")
    reader.goto(link)
    expect(reader.locator("h1")).to_have_text("This link doesn’t open a case")
    scripted.goto(link)
    accessible(scripted)
