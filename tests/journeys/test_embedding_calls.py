"""Each call of the messenger on a page of another origin, where no cookie of the help center is let in."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.host_page import HostPage, Outcome
from tests.journeys.people import sign_in_at
from tests.journeys.site import Site


@pytest.fixture
def host(page: Page, site: Site) -> HostPage:
    """A page at claude.localhost that has the messenger's script and has booted."""
    made = HostPage(page, site)
    made.go()
    assert made.call("boot") == Outcome()
    return made


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


def test_boot_makes_a_launcher_and_loads_nothing(page: Page, site: Site):
    host = HostPage(page, site)
    host.go()
    before = page.evaluate("Object.keys(window)")
    with_answer = host.call("boot")
    assert with_answer == Outcome()
    expect(host.launcher).to_have_attribute("aria-label", "Support messenger")
    expect(page.locator("iframe")).to_have_count(0)
    # Again, it changes what it is given, and makes no second launcher.
    assert host.call("boot", {"locale": "ja-JP", "label": "助けて"}) == Outcome()
    expect(host.launcher).to_have_count(1)
    expect(host.launcher).to_have_attribute("aria-label", "助けて")
    assert page.evaluate("Object.keys(window)") == before
    assert page.context.cookies() == []


def test_open_close_and_toggle_resolve_when_it_is_so(host: HostPage):
    assert host.call("open") == Outcome()
    assert host.frame.locator("#messenger-text").is_visible()
    assert host.call("close") == Outcome()
    assert not host.page.locator("iframe").is_visible()
    assert host.call("toggle") == Outcome()
    assert host.page.locator("iframe").is_visible()
    host.launcher.click()
    expect(host.page.locator("iframe")).to_be_hidden()
    expect(host.launcher).to_have_attribute("aria-expanded", "false")


def test_escape_closes_from_either_side_and_the_focus_goes_back_to_what_opened_it(host: HostPage):
    for press in (host.page.keyboard.press, lambda key: host.frame.locator("#messenger-text").press(key)):
        host.page.locator("#own-opener").click()
        expect(host.frame.locator("#messenger-text")).to_be_visible()
        press("Escape")
        expect(host.page.locator("iframe")).to_be_hidden()
        expect(host.page.locator("#own-opener")).to_be_focused()


def test_an_article_is_what_the_first_call_shows(host: HostPage):
    assert host.call("showArticle", 9021020) == Outcome()
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")
    assert host.call("showArticle", 4) == Outcome(code="not_found")
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")


def test_an_article_that_is_not_there_leaves_home_at_the_first_call(host: HostPage):
    assert host.call("showArticle", 4) == Outcome(code="not_found")
    expect(host.frame.locator("#messenger-text")).to_be_visible()


def test_a_new_message_waits_in_the_field_below_what_was_typed(host: HostPage):
    assert host.call("newMessage", "My upload failed: error 413") == Outcome()
    field = host.frame.locator("#messenger-text")
    expect(field).to_have_value("My upload failed: error 413")
    expect(field).to_be_focused()
    field.fill("I typed this")
    for _again in range(2):
        assert host.call("newMessage", "Error 413") == Outcome()
        expect(field).to_have_value("I typed this\n\nError 413")


def test_a_conversation_is_shown_to_whom_it_belongs(host: HostPage):
    host.call("newMessage", "A question of mine")
    with host.page.expect_request("**/messenger/c/*/") as asked:
        host.frame.get_by_role("button", name="Send message").click()
    reference = asked.value.url.rstrip("/").rpartition("/")[2]
    expect(host.frame.locator(".typed")).to_contain_text("A question of mine")
    host.call("showArticle", 9021020)
    assert host.call("showConversation", reference) == Outcome()
    expect(host.frame.locator(".typed")).to_contain_text("A question of mine")
    # Somebody else's, or none: the same answer.
    host.call("shutdown")
    host.call("boot")
    assert host.call("showConversation", reference) == Outcome(code="not_found")
    assert host.call("showConversation", "none") == Outcome(code="not_found")


def test_identify_says_whether_somebody_is_signed_in(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Noor Haddad")
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    # Nothing is asked of the help center before the first opening.
    assert host.identify() == Outcome(value={"signedIn": None})
    assert host.call("open") == Outcome()
    expect(host.frame.locator(".greeting")).to_contain_text("Noor Haddad")
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
    expect(host.frame.locator(".greeting")).to_contain_text("Noor Haddad")


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
    expect(host.frame.locator(".greeting")).to_contain_text("Noor Haddad")


def test_shutdown_takes_all_away_and_another_boot_begins_anew(host: HostPage):
    host.call("open")
    host.call("newMessage", "typed before")
    host.page.evaluate("void (window.late = Messenger.showArticle(9021020).catch((error) => error.code))")
    assert host.call("shutdown") == Outcome()
    assert host.page.evaluate("late") == "shut_down"
    expect(host.page.locator("support-messenger")).to_have_count(0)
    for name in ("open", "close", "toggle", "identify", "newMessage", "showArticle", "showConversation"):
        assert host.call(name) == Outcome(code="not_booted"), name
    assert host.call("shutdown") == Outcome()
    assert host.call("boot") == Outcome()
    assert host.call("open") == Outcome()
    expect(host.frame.locator("#messenger-text")).to_have_value("")


def test_calls_from_before_the_script_came_are_made_in_their_order(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(
        before=HostPage.QUEUE, calls="Messenger.boot(); window.shown = Messenger.showArticle(9021020).then(() => 'yes')"
    )
    assert page.evaluate("shown") == "yes"
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")
    # So do those of a queue that holds nothing but the calls, and calls by name.
    plain = "window.Messenger = Object.assign((...call) => Messenger.q.push(call), { q: [] })"
    host.go(before=plain, calls="Messenger('boot'); Messenger('showArticle', 9021034)")
    expect(host.frame.locator("h2.article-title")).to_contain_text("Rate limits")


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


def test_events_are_heard_until_one_stops_listening(host: HostPage):
    for name in ("open", "close", "ready", "error", "unread"):
        host.listen(name)
    host.page.route("**/messenger/news", lambda route: route.fulfill(json={"unread": 2}))
    host.call("open")
    host.call("close")
    host.call("nonsense")
    assert host.heard("open") == host.heard("close") == host.heard("ready") == [None]
    assert host.heard("error") == [{"call": "nonsense", "code": "unknown_call", "message": "unknown_call"}]
    # The browser says that the tab is looked at again.
    frame = next(frame for frame in host.page.frames if "/messenger/embed" in frame.url)
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(host.launcher).to_have_attribute("aria-label", "Support messenger. Unread answers: 2")
    assert host.heard("unread") == [{"count": 2}]
    host.page.evaluate("ends.open()")
    host.call("open")
    assert host.heard("open") == [None]
    expect(host.launcher).to_have_attribute("aria-label", "Support messenger")


def test_a_listener_that_fails_stops_nothing(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(calls="Messenger.boot(); Messenger.on('open', () => { window.reached = true; })")
    page.evaluate("void Messenger.on('open', () => { window.first = true; })")
    assert host.call("open") == Outcome()
    assert page.evaluate("[window.first, window.reached]") == [True, True]


def test_a_help_center_that_does_not_answer_is_said_so_in_time(page: Page, site: Site):
    page.clock.install()
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    page.route("**/messenger/embed?*", lambda route: route.fulfill(status=200, body="<p>A proxy's page</p>"))
    page.evaluate("void (window.opened = Messenger.open().catch((error) => error.code))")
    page.clock.fast_forward(21_000)
    assert page.evaluate("opened") == "timeout"


def test_only_the_frame_is_listened_to_and_only_by_its_page(host: HostPage):
    host.call("open")
    host.page.evaluate("postMessage({messenger: 'close'}, '*')")
    host.page.evaluate(
        """() => new Promise((done) => {
            // A frame of the page's own speaks to the messenger's.
            const other = document.createElement("iframe");
            other.srcdoc = `<script>for (const each of [parent, parent[0], parent[1]])
                each?.postMessage({messenger: "article", id: 1, article: 9021020}, "*")</` + "script>";
            other.onload = () => setTimeout(done, 300);
            document.body.append(other);
        })"""
    )
    assert host.page.locator("support-messenger iframe").is_visible()
    expect(host.frame.locator("#messenger-text")).to_be_visible()


STRICT = "default-src 'none'; script-src {own} {help}; frame-src {help}; require-trusted-types-for 'script'"


def test_a_strict_policy_is_no_hindrance(page: Page, site: Site):
    """No style is let in by it, and no markup from a string; what is refused would stand in the console."""
    host = HostPage(page, site)
    host.go(policy=STRICT.format(own=site.origin("claude"), help=site.help))
    host.call("boot")
    assert host.call("open") == Outcome()
    assert box(host.launcher) == (56, 56)
    assert box(page.locator("iframe")) == (400, 672)


HOSTILE = """
  * { display: none !important; position: static !important; opacity: 0.1 !important; zoom: 3 !important }
  html { display: block !important; font-size: 3px !important; letter-spacing: 2em }
  html { opacity: 1 !important; zoom: 1 !important }
  body, main { display: block !important }
  button, iframe, svg { width: 1px !important; height: 1px !important; inset: 0 !important; transform: scale(9) }
  support-messenger { display: none !important; filter: blur(9px) !important; pointer-events: none !important }
"""


def test_the_pages_styles_end_at_the_messenger_and_its_own_there(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(styles=HOSTILE)
    look = (
        "JSON.stringify(Object.fromEntries([...getComputedStyle(document.body)].map((name) => "
        "[name, getComputedStyle(document.body)[name]])))"
    )
    before = page.evaluate(look)
    host.call("boot")
    assert host.call("open") == Outcome()
    assert box(host.launcher) == (56, 56)
    assert box(page.locator("support-messenger iframe")) == (400, 672)
    edges = host.launcher.bounding_box()
    assert edges is not None
    assert (edges["x"] + 56, edges["y"] + 56) == (1260, 780)
    assert page.evaluate("getComputedStyle(document.querySelector('support-messenger')).filter") == "none"
    host.launcher.click()
    expect(page.locator("support-messenger iframe")).to_be_hidden()
    assert page.evaluate(look) == before
    assert page.evaluate("document.body.getAttributeNames().length + document.documentElement.style.length") == 0


def test_from_right_to_left_it_stands_at_the_left(page: Page, site: Site):
    host = HostPage(page, site)
    host.go()
    page.evaluate("document.documentElement.dir = 'rtl'")
    host.call("boot")
    host.call("open")
    for part in (host.launcher, page.locator("iframe")):
        edges = part.bounding_box()
        assert edges is not None
        assert edges["x"] == 20


def test_on_a_phone_it_fills_the_screen_and_the_page_behind_stands_still(phone: Page, site: Site):
    host = HostPage(phone, site)
    host.go()
    host.call("boot")
    phone.evaluate("scrollTo(0, 700)")
    assert host.call("open") == Outcome()
    assert phone.locator("iframe").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert not host.launcher.is_visible()
    assert phone.evaluate("[getComputedStyle(document.documentElement).overflowY, scrollY]") == ["hidden", 700]
    host.frame.locator("[data-close-messenger]").click()
    expect(host.launcher).to_be_visible()
    assert phone.evaluate("[getComputedStyle(document.documentElement).overflowY, scrollY]") == ["visible", 700]


def test_in_forced_colours_the_launcher_has_an_edge(new_page: Callable[..., Page], site: Site):
    page = new_page(forced_colors="active")
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    assert host.launcher.evaluate("(button) => getComputedStyle(button).borderTopColor") not in {"rgba(0, 0, 0, 0)"}


def box(part: Any) -> tuple[float, float]:
    """Its width and height on the screen."""
    edges = part.bounding_box()
    assert edges is not None
    return edges["width"], edges["height"]
