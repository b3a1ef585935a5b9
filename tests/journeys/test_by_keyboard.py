"""By keyboard alone: the gate, the conversation with its menu, a case page, and a question through an owner."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.keyboard import press, tab_to
from tests.journeys.people import come_to_help_center, reach_fin, sign_in_at
from tests.journeys.site import Site
from tests.journeys.ways import PANEL, panel_of
from tests.pictures import picture

QUESTION = "How do I cancel my subscription?"


def holds_focus(part: Locator) -> bool:
    """Whether what has the focus stands in this part."""
    found: bool = part.evaluate("(part) => part !== document.activeElement && part.contains(document.activeElement)")
    return found


def test_from_the_gate_to_the_successor_and_back_to_what_was_typed(page: Page, site: Site) -> None:
    sign_in_at(page, site, "console", "Mika Berg")
    press(page, page.locator("[data-account] summary"))
    press(page, page.locator(".demo-menu a[href*='/sign-in/']:not([data-get-help])"))
    page.wait_for_url(f"{site.help}/en/")
    press(page, page.locator("[data-open-messenger]").first)
    panel = panel_of(page)
    expect(panel.locator("#messenger-text")).to_be_focused()
    page.keyboard.type("My calls fail with error 529")
    page.keyboard.press("Control+Enter")
    expect(panel.locator("#screen-title")).to_have_text("Log in at platform.localhost")
    expect(panel.locator("#screen-title")).to_be_focused()
    press(page, panel.get_by_role("link", name="Authenticate at platform.localhost"))
    page.wait_for_url(f"{site.origin('platform')}/**")
    press(page, page.get_by_role("button", name="Mika Berg"))
    page.wait_for_url(f"{site.help}/en/")
    # Coming back is for the message, so that is where the focus is.
    expect(panel.locator(".typed")).to_contain_text("My calls fail with error 529")
    expect(panel.locator("#screen-title")).to_be_focused()
    press(page, panel.locator("form[action$='/agree'] .button").first)
    press(page, panel.locator(".topics").get_by_role("button", name="API errors and limits"))
    expect(panel.locator("#id_text")).to_have_value("My calls fail with error 529")


def test_through_a_conversation_back_on_and_to_its_end(page: Page) -> None:
    page.goto("/en/articles/9018020")
    press(page, page.locator("[data-open-messenger]").first)
    panel = panel_of(page)
    expect(panel.locator("#messenger-text")).to_be_focused()
    page.keyboard.type(QUESTION)
    press(page, panel.get_by_role("group").get_by_role("button", name="Plans and cancellation"))
    press(page, panel.get_by_role("button", name="Agree"))

    # "No" leads to the way onward: the next stop stands in it.
    press(page, panel.get_by_role("button", name="No, not yet"))
    onward = panel.locator(".onward")
    expect(onward).to_be_focused()
    page.keyboard.press("Tab")
    assert holds_focus(onward)

    # The bar's Back leads home, where the conversation goes on from the first thing below the search.
    press(page, panel.locator("[data-back]"), by="Shift+Tab")
    expect(panel.locator("#screen-title")).to_have_text("Support messenger")
    expect(panel.locator("#screen-title")).to_be_focused()
    running = panel.get_by_role("link", name=f"Continue: {QUESTION}")
    press(page, running)
    expect(panel.locator("#screen-title")).to_be_focused()
    tab_to(page, panel.locator("#composer-text"))
    page.keyboard.type("And on my phone?")
    page.keyboard.press("Control+Enter")

    # "Yes" says that it was heard, and one stays where that stands.
    press(page, panel.get_by_role("button", name="Yes"), by="Shift+Tab")
    expect(panel.get_by_text("Glad that helped.")).to_be_focused()

    _through_the_menu(page)
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator("[data-open-messenger]").first).to_be_focused()


def _through_the_menu(page: Page) -> None:
    """Saves the conversation, reads it in another language and in the first again, and deletes it."""
    panel = panel_of(page)
    more, sheet = panel.locator(".bar-menu > summary"), panel.locator(".bar-sheet")
    press(page, more, by="Shift+Tab")
    with page.expect_download() as saved:
        press(page, sheet.get_by_role("button", name="Save as text"))
    assert QUESTION in saved.value.path().read_text()
    expect(sheet).to_be_hidden()
    expect(more).to_be_focused()
    for code, language in (("ja", "日本語"), ("en", "English")):
        press(page, more, by="Shift+Tab")
        press(page, sheet.locator("summary").first)
        press(page, sheet.get_by_role("link", name=language))
        expect(panel.locator("html")).to_have_attribute("lang", code)
        expect(sheet).to_be_hidden()
        assert holds_focus(panel.locator("#messenger")), "it isn't lost with the screen that was"
    press(page, more, by="Shift+Tab")
    press(page, sheet.locator("summary", has_text="Delete"), key="Space")
    press(page, sheet.get_by_role("button", name="Delete this conversation"))
    expect(panel.get_by_text("The conversation is deleted.")).to_be_focused()


def test_from_a_mail_to_the_case_page_with_a_message_a_file_and_that_one_is_still_waiting(
    new_page: Callable[..., Page], site: Site
) -> None:
    page = new_page()
    come_to_help_center(page, site, "claude", "Aiko Yamada")
    page.goto("/en/messenger/")
    reach_fin(page, text="How do I cancel my subscription?", topic="Plans and cancellation")
    press(page, page.get_by_role("button", name="No, not yet"))
    # On a page of its own, too, the focus is where it goes on.
    expect(page.locator(".onward")).to_be_focused()
    press(page, page.get_by_role("button", name="Forward to the Product Support team"))
    reference = page.locator("[data-author=event] .reference").inner_text()
    site.wait_for_mail(to="aiko.yamada@kaigan.example", about=reference)

    reader = new_page()
    # Who listens only when the key is pressed may be too late.
    reader.on("filechooser", lambda _chooser: None)
    reader.goto("/demo/mail/?to=aiko.yamada@kaigan.example")
    press(reader, reader.locator(".demo-letters a", has_text=reference))
    press(reader, reader.locator(".demo-text a[href*='/en/case/']"))
    expect(reader.locator("h1")).to_have_text("Received")
    message = reader.get_by_label("Your message")
    tab_to(reader, message)
    reader.keyboard.type("The picture shows it.")
    reader.keyboard.press("Tab")
    expect(reader.get_by_label("Attach files")).to_be_focused()
    with reader.expect_file_chooser() as chooser:
        reader.keyboard.press("Enter")
    chooser.value.set_files({"name": "screen.png", "mimeType": "image/png", "buffer": picture("PNG")})
    press(reader, reader.locator("#write").get_by_role("button", name="Send"))
    expect(reader.get_by_role("status")).to_have_text("Your message is with our Product Support team.")
    written = reader.locator(".case-thread > li").last
    expect(written).to_contain_text("The picture shows it.")
    expect(written.get_by_role("link", name="screen.png")).to_be_visible()
    press(reader, reader.get_by_role("button", name="I’m still waiting"))
    expect(reader.get_by_role("status")).to_contain_text("The team sees that you are still waiting.")
    with reader.expect_download() as saved:
        press(reader, written.get_by_role("link", name="screen.png"))
    assert saved.value.suggested_filename == "screen.png"


def test_a_members_question_through_an_owner_and_a_contact_named_and_taken_off(
    new_page: Callable[..., Page], site: Site
) -> None:
    member, owner = new_page(), new_page()
    come_to_help_center(member, site, "claude", "Lucas Weber")
    member.goto("/en/messenger/")
    reach_fin(member, text="Who sees our usage?", topic="Team and Enterprise")
    press(member, member.get_by_role("button", name="No, not yet"))
    press(member, member.get_by_role("button", name="Ask an owner of my organization"))
    words = member.get_by_label("Your question, in your words")
    tab_to(member, words)
    member.keyboard.press("Control+A")
    member.keyboard.press("Delete")
    press(member, member.get_by_role("button", name="Send it to my owners"))
    expect(words).to_be_focused()
    member.keyboard.type("Who sees it?")
    press(member, member.get_by_role("button", name="Send it to my owners"))
    expect(member.locator("#messenger .notice")).to_be_focused()
    tab_to(member, member.locator("#packet-link"))
    link = member.locator("#packet-link").input_value()

    owner.goto(link)
    press(owner, owner.get_by_role("link", name="Log in at claude.localhost"))
    press(owner, owner.get_by_role("button", name="Sakura Ono"))
    tab_to(owner, owner.get_by_label("What you want to add"))
    owner.keyboard.type("Please.")
    press(owner, owner.locator(".stack > .button"))
    expect(owner.get_by_text("You have sent this to our Product Support team.")).to_be_focused()
    press(owner, owner.get_by_role("link", name="See how the case stands"))
    tab_to(owner, owner.get_by_label("Your message"))
    owner.keyboard.type("One thing more.")
    press(owner, owner.get_by_role("button", name="Send"))
    expect(owner.locator(".packet-talk > li", has_text="One thing more.")).to_be_focused()

    boss = new_page()
    come_to_help_center(boss, site, "claude", "Aiko Yamada")
    boss.goto("/en/messenger/contacts")
    tab_to(boss, boss.get_by_label("Email address that the member logs in with"))
    boss.keyboard.type("zoe@kaigan.example")
    boss.keyboard.press("Enter")
    expect(boss.get_by_text("The contact is named, from now on.")).to_be_focused()
    press(boss, boss.get_by_role("button", name="Take zoe@kaigan.example off"))
    expect(boss.get_by_text("The contact was taken off.")).to_be_focused()
