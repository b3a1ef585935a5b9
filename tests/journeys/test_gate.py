"""The domain gate: signed in at the legacy domain, a message waits until the person has signed in at its successor."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, open_panel
from tests.journeys.site import Site

type Check = Callable[[Page], None]

TYPED = "API が 529 エラーを返します"


def test_the_typed_text_survives_signing_in_at_the_successor(page: Page, site: Site, accessible: Check):
    come_to_help_center(page, site, "console", "Mika Berg", locale="ja")
    page.goto("/ja/articles/9021027")
    panel = open_panel(page)

    # Searching works.
    panel.locator("#messenger-q").fill("529")
    panel.locator(".search-row button").click()
    expect(panel.locator(".hits a").first).to_be_visible()
    panel.locator(".bar a").click()
    expect(panel.locator(".screen-home")).to_be_visible()

    # Sending asks to authenticate first, says so plainly, and nothing is lost.
    panel.locator("#messenger-text").fill(TYPED)
    panel.get_by_role("button", name="メッセージを送信", exact=True).click()
    expect(panel.locator(".typed")).to_contain_text(TYPED)
    expect(panel.locator("#messenger")).to_contain_text("console.localhost")
    accessible(page)
    panel.locator("a.button[href*='/sign-in/platform.localhost/']").click()

    page.wait_for_url(f"{site.origin('platform')}/**")
    page.get_by_role("button", name="Mika Berg").click()
    page.wait_for_url("**/ja/articles/9021027-*")
    panel = page.frame_locator("iframe.messenger-panel")
    expect(panel.locator(".typed")).to_contain_text(TYPED)

    # And now it sends.
    panel.locator("form[action$='/agree'] button").click()
    panel.locator("button[value=api]").click()
    expect(panel.locator("#id_text")).to_have_value(TYPED)
    panel.get_by_role("button", name="メッセージを送信", exact=True).click()
    expect(panel.locator("[data-author=fin] .bubble")).to_be_visible()
    expect(panel.locator("[data-author=person]")).to_contain_text(TYPED)


def test_the_gate_works_without_scripts(plain: Page, site: Site):
    come_to_help_center(plain, site, "console", "Mika Berg")
    plain.goto("/en/messenger/")
    plain.locator("#messenger-text").fill("Typed without scripts")
    plain.get_by_role("button", name="Send message").click()
    plain.get_by_role("link", name="Authenticate at platform.localhost").click()
    plain.get_by_role("button", name="Mika Berg").click()
    plain.wait_for_url("**/en/messenger/c/*/")
    expect(plain.locator(".typed")).to_contain_text("Typed without scripts")
    expect(plain.locator("form[action$='/agree'] button")).to_be_visible()


def test_a_domain_made_legacy_in_the_admin_closes_at_once(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site
):
    """Staff move a domain and move it back; no deploy is needed."""
    admin = staff_page("admin")
    person = new_page()
    come_to_help_center(person, site, "claude", "Sakura Ono")
    person.goto("/en/messenger/")

    def set_status(status: str, **successor: str) -> None:
        admin.goto("/admin/accounts/domain/")
        admin.get_by_role("link", name="claude.localhost", exact=True).click()
        admin.locator("select[name=status]").select_option(status)
        admin.locator("select[name=successor]").select_option(**successor)
        admin.locator("input[name=_save], button[name=_save]").first.click()
        admin.wait_for_url("**/admin/accounts/domain/")

    set_status("legacy", label="platform.localhost")
    try:
        person.locator("#messenger-text").fill("hello")
        person.get_by_role("button", name="Send message").click()
        expect(person.get_by_role("link", name="Authenticate at platform.localhost")).to_be_visible()
    finally:
        set_status("current", value="")
    person.reload()
    expect(person.locator("form[action$='/agree'] button")).to_be_visible()
