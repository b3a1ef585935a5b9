"""The messenger on pages that change under it: scripts twice, swapped bodies, another language."""

from playwright.sync_api import Page, expect

from tests.journeys.host_page import HostPage, Outcome
from tests.journeys.site import Site


def test_the_script_twice_is_the_script_once(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(script=2)
    host.call("boot")
    host.call("boot")
    host.call("open")
    expect(page.locator("support-messenger")).to_have_count(1)
    expect(page.locator("iframe")).to_have_count(1)


def test_a_page_that_swaps_its_body_leaves_the_messenger_where_it_was(host: HostPage):
    host.call("newMessage", "typed in a page of many")
    host.page.evaluate("document.body.replaceWith(document.createElement('body'))")
    expect(host.frame.locator("#messenger-text")).to_have_value("typed in a page of many")
    # One that takes it away gets it back with the next call.
    host.page.evaluate("document.querySelector('support-messenger').remove()")
    assert host.call("showArticle", 9021020) == Outcome()
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")


def test_the_frame_speaks_the_language_that_the_page_changes_to(host: HostPage):
    host.call("showArticle", 9015913)
    assert host.call("boot", {"locale": "ja"}) == Outcome()
    expect(host.frame.locator("html")).to_have_attribute("lang", "ja")
    expect(host.frame.locator("article")).to_have_attribute("lang", "ja")
    expect(host.page.locator("iframe")).to_have_attribute("title", "サポートメッセンジャー")
