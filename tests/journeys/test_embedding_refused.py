"""What stands in the messenger's way on a product's page is said: by the promise, by an event and on the console."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.host_page import HostPage, Outcome
from tests.journeys.site import Site


def warnings_of(page: Page) -> list[str]:
    """What the console is warned of from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "warning" else None)
    return said


def test_another_page_in_the_frames_place_is_said_at_once_and_the_next_call_tries_again(page: Page, site: Site):
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    said = warnings_of(page)
    host.listen("error")
    # As a browser shows a frame that no embed origin lets in, or that a policy forbids: a page without a word of ours.
    page.route("**/messenger/embed?*", lambda route: route.fulfill(body="<p>Refused</p>", content_type="text/html"))
    host.page.evaluate("document.getElementById('own-opener').focus()")
    assert host.call("open") == Outcome(code="blocked")
    (heard,) = host.heard("error")
    assert heard["call"] == "open"
    assert re.search(rf"{re.escape(site.help)} .* {re.escape(site.origin('claude'))} .*frame-src", heard["message"])
    assert said == [f"Messenger open blocked {heard['message']}"]
    expect(page.locator("support-messenger iframe")).to_have_count(0)
    expect(host.launcher).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#own-opener")).to_be_focused()
    page.unroute("**/messenger/embed?*")
    assert host.call("showArticle", 9021020) == Outcome()
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")


def test_an_identity_that_cannot_be_fetched_is_a_refusal_and_the_console_knows_why(page: Page, site: Site):
    host = HostPage(page, site)
    host.go()
    said = warnings_of(page)
    page.evaluate("void Messenger.boot({ identity: async () => { throw new Error('503 from us'); } })")
    assert host.call("open") == Outcome(code="malformed")
    expect(host.frame.locator("[data-failed]")).to_be_visible()
    assert any("503 from us" in text for text in said)
    assert any("identityRefused" in text for text in said)


def test_no_answer_is_said_in_time(page: Page, site: Site):
    page.clock.install()
    host = HostPage(page, site)
    host.go()
    page.evaluate("void Messenger.boot({ identity: () => new Promise(() => {}) })")
    page.evaluate("void (window.opened = Messenger.open().catch((error) => error.code))")
    expect(host.frame.locator("[data-opening]")).to_be_visible()
    page.clock.fast_forward(21_000)
    assert page.evaluate("opened") == "timeout"


def test_a_refusal_names_the_claim(page: Page, site: Site):
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    host.call("open")
    host.listen("identityRefused")
    # Only the type of the token is read before its signature.
    header = "eyJhbGciOiAiRVMyNTYiLCAidHlwIjogIkpXVCJ9"
    assert host.call("identify", {"identity": f"{header}.e30.AA"}) == Outcome(code="wrong_type")
    assert host.heard("identityRefused")[0]["detail"] == "JWT"
