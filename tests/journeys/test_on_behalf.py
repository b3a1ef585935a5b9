"""A member's question on its way through an owner or admin to the team: with scripts, without, in a product's page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys.people import come_to_help_center, reach_fin, sign_in_at
from tests.journeys.site import Site

type Check = Callable[[Page], None]

OWNER, ADMIN = "aiko.yamada@kaigan.example", "mika.berg@lattice.example"


def link_in_mail(site: Site, to: str, pattern: str) -> str:
    """Where the newest mail to this person leads."""
    mails = [str(mail.get_body(("plain",)).get_content()) for mail in site.wait_for_mail(to=to)]
    found = [link for text in mails for link in re.findall(rf"http://\S+/{pattern}\S*", text)]
    assert found, mails
    return found[-1]


def wait_for(site: Site, to: str, pattern: str) -> str:
    """The same, once such a mail is there."""
    for count in range(1, 10):
        site.wait_for_mail(to=to, count=count)
        try:
            return link_in_mail(site, to, pattern)
        except AssertionError:
            continue
    raise AssertionError(pattern)


def known_as_owner(new_page: Callable[..., Page], site: Site, product: str, name: str) -> Page:
    """Somebody who has logged in once, so that it is known whom to ask."""
    owner = new_page()
    come_to_help_center(owner, site, product, name)
    return owner


def asked(messenger: FrameLocator | Page, *, text: str) -> None:
    """From Fin's answer to the page that says how the question stands."""
    messenger.get_by_role("button", name="No, not yet").click()
    messenger.get_by_role("button", name="Ask an owner of my organization").click()
    messenger.get_by_label("Your question, in your words").fill(text)
    messenger.get_by_role("button", name="Send it to my owners").click()
    expect(messenger.locator("#messenger .notice").first).to_contain_text(
        "The owners of your organization get an email"
    )


def test_an_owner_reads_changes_and_sends_what_a_member_asked(
    new_page: Callable[..., Page], site: Site, accessible: Check
) -> None:
    known_as_owner(new_page, site, "claude", "Aiko Yamada")
    member = new_page()
    come_to_help_center(member, site, "claude", "Daniel Price")
    member.goto("/en/messenger/")
    reach_fin(member, text="I can't open a shared project", topic="Team and Enterprise")
    member.get_by_role("button", name="No, not yet").click()
    accessible(member)
    member.get_by_role("button", name="Ask an owner of my organization").click()
    accessible(member)
    member.get_by_label("Your question, in your words").fill("The project “Harbour” doesn't open since Monday.")
    member.get_by_role("button", name="Send it to my owners").click()
    expect(member.locator("#messenger .notice").first).to_contain_text("The owners of your organization get an email")
    expect(member.locator("#messenger")).not_to_contain_text(OWNER)
    accessible(member)

    # The owner comes by the mail, in a browser that knows nobody.
    link = wait_for(site, OWNER, "en/messenger/packet/")
    owner = new_page()
    owner.goto(link)
    expect(owner.locator("#messenger")).not_to_contain_text("Harbour")
    accessible(owner)
    owner.get_by_role("link", name="Log in at claude.localhost").click()
    owner.get_by_role("button", name="Aiko Yamada").click()
    expect(owner.get_by_label("What our Product Support team gets to read")).to_have_value(re.compile("Harbour"))
    accessible(owner)
    owner.get_by_label("What our Product Support team gets to read").fill("Harbour doesn't open for Daniel.")
    owner.get_by_label("What you want to add").fill("It was moved on Monday.")
    owner.locator(".stack > .button").click()
    expect(owner.locator("#messenger .notice").first).to_contain_text("You have sent this to our Product Support team.")
    reference = owner.locator(".reference").inner_text()
    accessible(owner)
    owner.goto(link)
    expect(owner.locator("#messenger .notice").first).to_contain_text("You have sent this")
    owner.get_by_role("link", name="See how the case stands").click()
    expect(owner.locator("#messenger")).to_contain_text("It was moved on Monday.")
    accessible(owner)

    # The member hears of it, and sees how the case stands.
    case = wait_for(site, "daniel.price@kaigan.example", "en/case/")
    member.goto(case)
    expect(member.locator("main")).to_contain_text(reference)
    expect(member.locator("main")).to_contain_text("Harbour doesn't open for Daniel.")
    expect(member.locator("main")).not_to_contain_text(OWNER)
    member.goto("/en/messenger/conversations")
    member.locator(".conversations a").first.click()
    expect(member.locator(".onward")).to_contain_text("An owner has sent your question")


def test_without_scripts_in_japanese_an_admin_of_the_console_does(
    new_page: Callable[..., Page], plain: Page, site: Site
) -> None:
    known_as_owner(new_page, site, "platform", "Mika Berg")
    come_to_help_center(plain, site, "platform", "Priya Nair", locale="ja")
    plain.goto("/ja/messenger/")
    plain.locator("#messenger-text").fill("API のエラーが続きます")
    plain.locator("#start-form > .button").click()
    agree, topic = plain.locator("form[action$='/agree'] button"), plain.locator(".topics [value=api]")
    expect(agree.or_(topic)).to_be_visible()
    if agree.is_visible():
        agree.click()
    topic.click()
    plain.locator("form[action$='/details'] > .button").click()
    plain.locator("[formaction$='/not-solved']").click()
    plain.get_by_role("button", name="組織の管理者に頼む").click()
    plain.locator("#id_text").fill("")
    plain.locator(".stack > .button").click()
    expect(plain.get_by_role("alert").first).to_be_visible()
    plain.locator("#id_text").fill("429 が続きます。上限を上げてください。")
    plain.locator(".stack > .button").click()
    expect(plain.locator("#messenger")).to_contain_text("組織の管理者に、質問へのリンクがメールで届きます。")

    link = wait_for(site, ADMIN, r"\w\w/messenger/packet/").replace("/en/", "/ja/")
    admin = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844}, color_scheme="dark")
    admin.goto(link)
    admin.locator("a[href*='/sign-in/platform.localhost']").click()
    admin.get_by_role("button", name="Mika Berg").click()
    admin.locator("#id_added").fill("お願いします。")
    admin.locator(".stack > .button").click()
    expect(admin.locator("#messenger")).to_contain_text("Product Support チームに送りました。")
    plain.reload()
    expect(plain.locator("#messenger")).to_contain_text("管理者がお客様の質問を Product Support チームに送りました。")


@pytest.mark.embedded
def test_in_a_products_page_a_member_asks_and_takes_it_back(
    new_page: Callable[..., Page], page: Page, site: Site, accessible: Check
) -> None:
    owner = known_as_owner(new_page, site, "claude", "Aiko Yamada")
    sign_in_at(page, site, "claude", "Daniel Price")
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    reach_fin(frame, text="Who sees our usage?", topic="Team and Enterprise")
    asked(frame, text="Please ask who sees our usage.")
    accessible(page)
    link = frame.locator("#packet-link").input_value()
    frame.get_by_role("button", name="Take it back").click()
    expect(frame.locator("#messenger .notice").first).to_contain_text("You took your question back.")
    owner.goto(link)
    expect(owner.locator("#messenger")).to_contain_text("The link opens nothing any more.")
    frame.get_by_role("link", name="Ask again").click()
    frame.get_by_role("button", name="Send it to my owners").click()
    expect(frame.locator("#messenger .notice").first).to_contain_text("The owners of your organization get an email")
    frame.get_by_role("link", name="Back to the conversation").click()
    expect(frame.locator(".onward")).to_contain_text("Your owners have your question.")


def test_without_scripts_an_owner_writes_for_a_member_and_names_a_contact(
    new_page: Callable[..., Page], plain: Page, site: Site, accessible: Check
) -> None:
    come_to_help_center(plain, site, "claude", "Aiko Yamada")
    plain.goto("/en/messenger/")
    reach_fin(plain, text="A member can't log in with SSO", topic="Something else")
    plain.get_by_role("button", name="No, not yet").click()
    plain.get_by_label("For a member of my organization").check()
    plain.get_by_role("button", name="Forward to the Product Support team").click()
    expect(plain.locator("#id_member_email_error")).to_have_text("Fill this in.")
    plain.get_by_label("Email address of the member").fill("nao.mori@kaigan.example")
    plain.get_by_role("button", name="Forward to the Product Support team").click()
    reference = plain.locator("[data-author=event] .reference").inner_text()
    case = wait_for(site, "nao.mori@kaigan.example", "en/case/")
    reader = new_page()
    reader.goto(case)
    expect(reader.locator("main")).to_contain_text(reference)

    plain.goto("/en/messenger/")
    plain.get_by_role("button", name="Cases of my organization").click()
    expect(plain.locator(".conversations")).to_contain_text("nao.mori@kaigan.example")

    plain.goto("/en/messenger/reach")
    plain.get_by_role("link", name="Name or take off contacts").click()
    plain.get_by_label("Email address that the member logs in with").fill("nao.mori@kaigan.example")
    plain.get_by_role("button", name="Name this contact").click()
    expect(plain.locator("#messenger .notice")).to_have_text("The contact is named, from now on.")
    plain.get_by_role("button", name="Take nao.mori@kaigan.example off").click()
    expect(plain.locator("#messenger .notice")).to_have_text("The contact was taken off.")

    # The same screens with scripts, which axe needs.
    owner = known_as_owner(new_page, site, "claude", "Aiko Yamada")
    for screen in ("cases", "contacts", "reach"):
        owner.goto(f"/en/messenger/{screen}")
        accessible(owner)
