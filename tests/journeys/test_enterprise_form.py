"""The Enterprise support form, from an article to the desk: for its owners, and for those who are none yet."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, open_panel
from tests.journeys.site import Site
from tests.journeys.test_in_japanese import tab_to

type Check = Callable[[Page], None]

FORM = "/requests/enterprise"
FILE = {"name": "log.txt", "mimeType": "text/plain", "buffer": b"a line"}


def fill(page: Page, words: str) -> None:
    """Everything that must be given, and a file; the same in every language."""
    page.locator("#id_words").fill(words)
    page.locator("[name=products][value=organization]").check()
    page.locator("[name=impact][value=everyone]").check()
    page.locator("[name=urgency][value=stopped]").check()
    page.locator("#id_steps").fill("1. Log in")
    page.locator("#request-files").set_input_files([FILE])


def send(page: Page) -> None:
    page.locator(".report form .actions button:not([name])").click()


def assert_kept(page: Page, words: str) -> None:
    """Everything that `fill` gave is in the form."""
    expect(page.locator("#id_words")).to_have_value(words)
    expect(page.locator("[name=products]:checked")).to_have_value("organization")
    expect(page.locator("[name=impact]:checked")).to_have_value("everyone")
    expect(page.locator("#id_steps")).to_have_value("1. Log in")
    expect(page.locator(".report-files")).to_contain_text("log.txt")


def test_from_the_article_by_way_of_the_login_to_the_ticket_without_scripts(
    plain: Page, site: Site, staff_page: Callable[[str], Page], accessible: Check
):
    plain.goto("/en/articles/9015913")
    plain.locator(".prose").get_by_role("link", name="Enterprise support form").click()
    plain.locator(".prose").get_by_role("link", name="Enterprise support form").first.click()
    expect(plain.locator("h1")).to_have_text("Enterprise support form")
    expect(plain.locator("#id_words")).to_have_count(0)
    plain.get_by_role("link", name="Log in at claude.localhost").click()
    plain.get_by_role("button", name="Aiko Yamada").click()
    plain.wait_for_url(f"**/en{FORM}*")
    expect(plain.locator(".report header")).to_contain_text("aiko.yamada@kaigan.example")

    fill(plain, "Nobody gets past the login page.")
    plain.locator("[name=products][value=organization]").uncheck()
    send(plain)
    expect(plain.locator("#id_products_error")).to_have_text("Choose at least one.")
    plain.locator("[name=products][value=organization]").check()
    assert_kept(plain, "Nobody gets past the login page.")
    send(plain)
    expect(plain.locator("h1")).to_have_text("We have your request")
    reference = plain.locator(".report-key").inner_text()
    mail = site.wait_for_mail(to="aiko.yamada@kaigan.example", count=1)[-1]
    assert reference in str(mail.get_body(("plain",)).get_content())
    plain.get_by_role("link", name="See how your case stands").click()
    expect(plain.locator(".case-thread")).to_contain_text("Nobody gets past the login page.")

    agent = staff_page("agent")
    agent.goto(f"/admin/tickets/ticket/{reference}/change/")
    for words in ("Organization settings", "Everyone in the organization", "Work has stopped", "1. Log in"):
        expect(agent.locator("main")).to_contain_text(words)
    expect(agent.locator("main")).to_contain_text("log.txt")
    accessible(agent)


def test_in_japanese_by_keyboard_alone_a_login_that_ended_loses_nothing(
    page: Page, site: Site, accessible: Check
) -> None:
    come_to_help_center(page, site, "claude", "Aiko Yamada", locale="ja")
    panel = open_panel(page)
    panel.get_by_role("link", name="Enterprise サポートフォーム").click()
    page.wait_for_url(f"**/ja{FORM}")
    accessible(page)
    tab_to(page, page.locator("#id_words"))
    page.keyboard.insert_text("ログインページから先に進めません。")
    tab_to(page, page.locator("#id_products_0"))
    page.keyboard.press("Space")
    for name in ("impact", "urgency"):
        tab_to(page, page.locator(f"#id_{name}_0"))
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    tab_to(page, page.locator("#id_began"))
    page.keyboard.insert_text("今朝 9 時 (JST)")
    page.locator("#request-files").set_input_files([FILE])

    # Meanwhile somebody logged out in another tab.
    page.context.clear_cookies(name="visitor")
    page.keyboard.press("Enter")
    expect(page.locator("#kept-words")).to_have_value(re.compile("ログインページから先に進めません。"))
    accessible(page)
    tab_to(page, page.get_by_role("link", name="claude.localhost でログイン"))
    page.keyboard.press("Enter")
    # The product still knows them, or asks who they are.
    account = page.get_by_role("button", name="Aiko Yamada")
    expect(account.or_(page.locator("#id_words"))).to_be_visible()
    if account.is_visible():
        account.click()
    expect(page.locator("#id_words")).to_have_value("ログインページから先に進めません。")
    expect(page.locator("[name=impact]:checked")).to_have_value("several")
    expect(page.locator("#id_began")).to_have_value("今朝 9 時 (JST)")
    expect(page.locator(".report-files")).to_contain_text("log.txt")
    tab_to(page, page.locator(".report form .actions button:not([name])"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ja{FORM}/received/**")
    expect(page.locator("h1")).to_have_text("リクエストを受け付けました")
    accessible(page)
    # Back in the browser, and sent once more: there is one ticket.
    reference = page.locator(".report-key").inner_text()
    page.go_back()
    expect(page.locator("#id_words")).to_be_visible()
    page.goto(f"/ja{FORM}")
    expect(page.locator("#id_words")).to_have_value("")
    assert reference.startswith("HC-")


def test_members_are_told_why_and_whom_to_ask_and_on_the_legacy_domain_is_the_gate(
    page: Page, phone: Page, site: Site, accessible: Check
) -> None:
    come_to_help_center(page, site, "claude", "Daniel Price")
    page.goto(f"/en{FORM}")
    expect(page.locator(".report-ways")).to_contain_text("Your seat type doesn't include direct support from people.")
    accessible(page)
    page.get_by_role("link", name="How to ask an owner or admin").click()
    page.wait_for_url("**/en/articles/9015934*")

    come_to_help_center(phone, site, "console", "Mika Berg", locale="ja")
    phone.goto(f"/ja{FORM}")
    expect(phone.get_by_role("link", name="claude.localhost でログイン")).to_be_visible()
    accessible(phone)
    phone.locator("a[href*='/sign-in/platform.localhost/']").click()
    phone.get_by_role("button", name="Mika Berg").click()
    phone.wait_for_url(f"**/ja{FORM}*")
    expect(phone.locator(".report-ways")).to_contain_text("Console 管理者")
