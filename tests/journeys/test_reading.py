"""Reading: the Japanese guide, a reaction to it, and the messenger opened from it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_home_page_leads_to_articles(page: Page, accessible: Callable[[Page], None]):
    page.goto("/en/")
    accessible(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
