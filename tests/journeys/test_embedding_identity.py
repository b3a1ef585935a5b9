"""Who is there, as a page of another origin says it: no cookie of the help center is let in."""

from playwright.sync_api import Page, Route, expect

from tests.journeys.host_page import HostPage, Outcome
from tests.journeys.people import sign_in_at
from tests.journeys.site import Site


def test_the_frame_has_no_cookie_of_the_help_center(page: Page, site: Site):
    page.context.add_cookies(
        [{"name": "probe", "value": "1", "domain": "help.localhost", "path": "/", "secure": True, "sameSite": "None"}]
    )
    page.goto("/en/")
    assert "probe=1" in page.evaluate("document.cookie")
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    host.call("open")
    frame = next(frame for frame in page.frames if "/messenger/embed" in frame.url)
    assert frame.evaluate("document.cookie") == ""


def test_identify_says_whether_somebody_is_signed_in(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Noor Haddad")
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    # Nothing is asked of the help center before the first opening.
    assert host.identify() == Outcome(value={"signedIn": None})
    assert host.call("open") == Outcome()
    expect(host.frame.locator(".who")).to_contain_text("Noor Haddad")
    host.frame.locator("#messenger-text").fill("half a sentence")
    # A newer token for the same person leaves them where they are.
    assert host.identify() == Outcome(value={"signedIn": True})
    expect(host.frame.locator("#messenger-text")).to_have_value("half a sentence")
    assert host.call("identify") == Outcome(value={"signedIn": False})
    expect(host.frame.locator("#messenger")).not_to_contain_text("Noor Haddad")


def test_a_refused_token_empties_the_frame_and_says_why(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Noor Haddad")
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    host.identify()
    host.call("showArticle", 9021020)
    host.listen("identityRefused")
    assert host.call("identify", {"identity": "no.such.token"}) == Outcome(code="malformed")
    assert host.heard("identityRefused")[0]["code"] == "malformed"
    expect(host.frame.locator("[data-failed]")).to_be_visible()
    expect(host.frame.locator(".article-title")).to_have_count(0)
    # And nothing can be shown until it is known again who is there.
    assert host.call("showArticle", 9021020) == Outcome(code="malformed")
    assert host.identify() == Outcome(value={"signedIn": True})
    expect(host.frame.locator(".who")).to_contain_text("Noor Haddad")


def test_a_page_back_from_the_browsers_memory_asks_again_who_is_there(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Noor Haddad")
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    host.identify()
    host.call("open")
    host.listen("identityWanted")
    come_back = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    next(frame for frame in page.frames if "/messenger/embed" in frame.url).evaluate(come_back)
    expect(host.frame.locator("#messenger")).not_to_contain_text("Noor Haddad")
    assert host.heard("identityWanted") == [None]
    assert host.identify() == Outcome(value={"signedIn": True})
    expect(host.frame.locator(".who")).to_contain_text("Noor Haddad")


FRESH = "(await (await fetch('/identity')).json()).identity"


def test_a_token_that_had_expired_at_the_first_opening_is_asked_for_anew_and_not_refused(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Noor Haddad")
    host = HostPage(page, site)
    host.go()
    page.evaluate(f"async () => Messenger.boot({{ identity: {FRESH} }})")
    host.listen("identityRefused")
    page.evaluate(
        f"void Messenger.on('identityWanted', async () => Messenger.identify({{ identity: {FRESH} }}))",
    )
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(status=400, json={"error": "expired", "message": "It has expired."})
        else:
            route.continue_()

    page.route("**/identify", answer)
    assert host.call("open") == Outcome()
    expect(host.frame.locator(".who")).to_contain_text("Noor Haddad")
    assert host.heard("identityRefused") == []


def test_opened_again_after_a_refusal_it_asks_once_more_who_is_there(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Noor Haddad")
    host = HostPage(page, site)
    host.go()
    page.evaluate(
        f"void Messenger.boot({{ identity: async () => window.isBack ? {FRESH} : 'no.such.token' }})",
    )
    assert host.call("open") == Outcome(code="malformed")
    expect(host.frame.locator("[data-failed]")).to_be_visible()
    host.call("close")
    page.evaluate("window.isBack = true")
    assert host.call("open") == Outcome()
    expect(host.frame.locator(".who")).to_contain_text("Noor Haddad")
