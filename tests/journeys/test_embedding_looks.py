"""How launcher and frame stand in a page whose styles and policy are its own."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.journeys.host_page import HostPage, Outcome, fence
from tests.journeys.people import sign_in_at
from tests.journeys.site import Site

STRICT = "default-src 'none'; script-src {own} {help}; frame-src {help}; require-trusted-types-for 'script'"


def test_a_strict_policy_is_no_hindrance(page: Page, site: Site):
    """No style is let in by it, and no markup from a string; what is refused would stand in the console."""
    host = HostPage(page, site)
    host.go(policy=STRICT.format(own=site.origin("claude"), help=site.help))
    host.call("boot")
    assert host.call("open") == Outcome()
    assert box(host.launcher) == (56, 56)
    assert box(page.locator("iframe")) == (400, 704)


def test_the_policy_of_the_guide_is_enough(page: Page, site: Site):
    """As it stands there, with the two scripts of the guide's page."""
    policy = re.sub(r"^\s*Content-Security-Policy: ", "", fence("http", under="## Five minutes")).strip()
    host = HostPage(page, site)
    own = fence("js", under="## Five minutes").replace("/support-identity", "/identity")
    page.route("**/support.js", lambda route: route.fulfill(body=own, content_type="text/javascript"))
    sign_in_at(page, site, "claude", "Noor Haddad")
    host.go(policy=policy.replace("https://help.example.com", site.help), own_script="/support.js")
    host.launcher.click()
    expect(host.frame.locator(".who")).to_contain_text("Noor Haddad")
    assert box(page.locator("iframe")) == (400, 704)


def test_a_page_that_isolates_itself_shows_it(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(isolated=True)
    host.call("boot")
    assert host.call("showArticle", 9021020) == Outcome()
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")


HOSTILE = """
  * { display: none !important; position: static !important; opacity: 0.1 !important; zoom: 3 !important }
  html { display: block !important; font-size: 3px !important; letter-spacing: 2em }
  html { opacity: 1 !important; zoom: 1 !important }
  body, main { display: block !important }
  main { position: fixed !important; inset: 0; z-index: 2147483647 }
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
    assert box(page.locator("support-messenger iframe")) == (400, 704)
    edges = host.launcher.bounding_box()
    assert edges is not None
    assert (edges["x"] + 56, edges["y"] + 56) == (1260, 780)
    assert page.evaluate("getComputedStyle(document.querySelector('support-messenger')).filter") == "none"
    host.frame.locator("[data-close-messenger]").click()
    expect(page.locator("support-messenger iframe")).to_be_hidden()
    assert page.evaluate(look) == before
    assert page.evaluate("document.body.getAttributeNames().length + document.documentElement.style.length") == 0


def test_one_button_closes_it_at_a_time_the_launcher_until_the_frame_has_its_own(page: Page, site: Site):
    held: list[Route] = []
    page.route("**/messenger/embed?*", lambda route: held.append(route))
    host = HostPage(page, site)
    host.go()
    host.call("boot")
    page.evaluate("void Messenger.open().catch(() => {})")
    expect(page.locator("iframe")).to_be_visible()
    host.launcher.click()
    expect(page.locator("iframe")).to_be_hidden()
    host.launcher.click()
    held[0].continue_()
    close = host.frame.locator("[data-close-messenger]")
    expect(close).to_be_visible()
    expect(host.launcher).to_be_hidden()
    close.click()
    expect(host.launcher).to_be_focused()


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
