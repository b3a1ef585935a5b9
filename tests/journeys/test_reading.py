"""Reading: the Japanese guide, a reaction to it, and the messenger opened from it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

GUIDE = "/ja/articles/9015913-how-to-get-support"
GUIDE_TITLE = "サポート"

type Check = Callable[[Page], None]


def open_guide(page: Page) -> None:
    """The Japanese guide by its number, whatever its slug is called today."""
    page.goto(GUIDE)
    expect(page.locator("h1")).to_contain_text(GUIDE_TITLE)
    expect(page.locator("html")).to_have_attribute("lang", "ja")


def test_somebody_reads_the_guide_says_it_didnt_help_and_opens_the_messenger(page: Page, accessible: Check):
    open_guide(page)
    accessible(page)
    page.locator("button[name=face][value='-1']").click()
    expect(page.locator("#reaction [data-open-messenger]")).to_be_visible()
    accessible(page)
    page.locator("#reaction [data-open-messenger]").click()
    panel = page.frame_locator("iframe.messenger-panel")
    expect(panel.locator("h1")).to_be_visible()
    expect(page.locator("#launcher")).to_have_attribute("aria-expanded", "true")


def test_a_reader_changes_their_mind(page: Page):
    open_guide(page)
    page.locator("button[name=face][value='1']").click()
    expect(page.locator("#reaction .reaction-thanks")).to_be_visible()
    open_guide(page)
    page.locator("button[name=face][value='-1']").click()
    expect(page.locator("#reaction [data-open-messenger]")).to_be_visible()


def test_reading_leaves_nothing_in_the_browser(page: Page):
    page.goto("/ja/")
    open_guide(page)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_guide_is_found_from_the_home_page_by_its_search(page: Page, accessible: Check):
    page.goto("/ja/")
    accessible(page)
    page.locator("input[name=q]").first.fill("サポートへの問い合わせ方法")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/search?q=*")
    accessible(page)
    page.locator("main a[href*='/ja/articles/9015913-']").first.click()
    expect(page.locator("h1")).to_contain_text(GUIDE_TITLE)


def test_the_keyboard_reaches_the_text_first_and_opens_and_closes_the_messenger(page: Page):
    open_guide(page)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    page.locator("#launcher").focus()
    page.keyboard.press("Enter")
    expect(page.locator("iframe.messenger-panel")).to_be_visible()
    page.locator("#launcher").focus()
    page.keyboard.press("Escape")
    expect(page.locator("iframe.messenger-panel")).to_be_hidden()
    expect(page.locator("#launcher")).to_be_focused()


def test_the_guide_fits_a_phone(phone: Page, accessible: Check):
    open_guide(phone)
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.locator("#launcher").click()
    expect(phone.frame_locator("iframe.messenger-panel").locator("h1")).to_be_visible()


def test_everything_works_without_scripts(plain: Page):
    open_guide(plain)
    plain.locator("button[name=face][value='-1']").click()
    plain.locator("#reaction a[data-open-messenger]").click()
    plain.wait_for_url("**/ja/messenger/**")
    expect(plain.locator("h1")).to_be_visible()


def test_the_language_menu_closes_like_a_menu_and_leads_to_the_same_page(page: Page):
    open_guide(page)
    menu = page.locator(".languages")
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="English")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="English")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu.get_by_role("link", name="English")).to_be_hidden()
    menu.locator("summary").click()
    menu.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/articles/9015913-*")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_search_field_offers_results_while_one_types(new_page: Callable[..., Page], accessible: Check):
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/search/suggest?q=")[2]))
    page.goto("/en/")
    field = page.get_by_placeholder("Search help articles")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    field.press_sequentially("REFUN")
    options = page.get_by_role("option")
    # The search knows no such word; the titles do.
    expect(options.first).to_contain_text("Ask for a refund")
    field.press_sequentially("D/1")
    field.press("Backspace")
    field.press("Backspace")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d articles$"))
    assert list(filter(None, asked))[-1] == "REFUND"
    accessible(page)
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("REFUND")
    field.press("ArrowDown")
    expect(options.first).to_contain_text("Ask for a refund")
    field.press("ArrowUp")
    expect(options.last).to_have_text("Search for “REFUND”")
    field.press("Enter")
    page.wait_for_url("**/en/search?q=REFUND")
    # In the header of every page, by mouse, in Japanese, and to the section that answers.
    page.goto("/ja/articles/9015913")
    field = page.get_by_role("combobox").or_(page.get_by_role("searchbox"))
    field.fill("メールが届かない")
    page.get_by_role("option", name="ログイン用のメールが届かない").click()
    expect(page.get_by_role("heading", name="ログイン用のメールが届かない")).to_be_in_viewport()
    # Where the search doesn't answer, titles and keywords still do, and nobody is told.
    page.route("**/search/suggest*", lambda route: route.abort())
    field.fill("解約")
    expect(page.get_by_role("status").first).to_have_text(re.compile("件の記事$"))
    page.get_by_role("option", name="サブスクリプションを解約する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("サブスクリプションを解約する")


def test_an_article_and_its_sections_are_copied(new_page: Callable[..., Page]):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/en/articles/9015913")
    copied = page.get_by_role("status")
    page.get_by_role("link", name="Copy as Markdown").click()
    expect(copied).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("# How to get support")
    heading = page.get_by_role("heading", name="Free Claude users")
    heading.hover()
    heading.locator(".heading-anchor").click()
    expect(page).to_have_url(re.compile("#free-claude-users$"))
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_key_that_leads_to_search_can_be_switched_off_for_good(new_page: Callable[..., Page]):
    page = new_page()
    page.goto("/en/")
    field = page.get_by_placeholder("Search help articles")
    box = page.get_by_role("checkbox", name="The “/” key leads to search")
    expect(box).to_be_checked()
    box.uncheck()
    expect(field).not_to_have_attribute("aria-keyshortcuts", "/")
    page.reload()
    expect(box).not_to_be_checked()
    page.locator("body").press("/")
    expect(field).not_to_be_focused()
    box.check()
    page.locator("body").press("/")
    expect(field).to_be_focused()
