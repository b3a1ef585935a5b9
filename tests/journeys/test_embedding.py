"""The messenger on a product's own page, opened from its menu, without a cookie of the help center."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.journeys.people import come_to_help_center, reach_fin, sign_in_at
from tests.journeys.site import Site

type Check = Callable[[Page], None]


def open_from_menu(page: Page):
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#messenger-text")).to_be_visible()
    return frame


def test_get_help_opens_the_messenger_with_the_person_known(page: Page, site: Site, accessible: Check):
    sign_in_at(page, site, "platform", "Mika Berg")
    frame = open_from_menu(page)
    expect(frame.locator(".who")).to_contain_text("Mika Berg")
    page.evaluate("void Messenger.on('handedOver', ({reference}) => { window.handedOver = reference; })")
    reach_fin(frame, text="My API calls fail with error 529", topic="API errors and limits")
    frame.get_by_role("button", name="No, not yet").click()
    frame.get_by_role("button", name="Forward to the Product Support team").click()
    expect(frame.locator(".case-line")).to_contain_text("mika.berg@lattice.example")
    assert re.fullmatch(r"HC-\w{4}-\w{4}", page.evaluate("handedOver"))
    site.wait_for_mail(to="mika.berg@lattice.example")
    accessible(page)
    own = [cookie for cookie in page.context.cookies() if "help." in cookie["domain"]]
    assert own == []


def test_escape_and_the_close_button_close_it_and_the_menu_opens_it_again(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Jun Nakagawa")
    frame = open_from_menu(page)
    frame.locator("[data-close-messenger]").click()
    expect(page.locator("iframe")).to_be_hidden()
    page.evaluate("Messenger('open')")
    expect(page.locator("iframe")).to_be_visible()
    frame.locator("#messenger-text").press("Escape")
    expect(page.locator("iframe")).to_be_hidden()


def test_an_article_is_shown_at_the_first_opening_and_at_a_later_one(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Owen Clarke")
    frame = page.frame_locator("iframe")
    for number, title in (("9021020", "API keys"), ("9021034", "rate limits")):
        page.evaluate(f"Messenger('showArticle', {number})")
        expect(
            frame.locator("#messenger h1, #messenger h2").filter(has_text=re.compile(title, re.IGNORECASE))
        ).to_be_visible()


def test_a_refused_identity_leaves_nothing_of_who_was_there(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Ines Costa")
    frame = open_from_menu(page)
    expect(frame.locator(".who")).to_contain_text("Ines Costa")
    page.evaluate("Messenger('on', 'identityRefused', () => { document.title = 'refused' })")
    page.evaluate("Messenger.identify({identity: 'no.such.token'}).catch(() => {})")
    expect(page).to_have_title("refused")
    expect(frame.locator("[data-failed]")).to_be_visible()
    expect(frame.locator("#messenger")).not_to_contain_text("Ines Costa")


def test_a_help_center_that_is_away_refuses_nobody_and_is_asked_again(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Owen Clarke")
    page.evaluate("Messenger('on', 'identityRefused', () => { document.title = 'refused' })")
    page.route("**/identify", lambda route: route.fulfill(status=503, body="away"))
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#messenger-notice")).to_contain_text("We can't reach the help center")
    page.unroute("**/identify")
    expect(frame.locator(".who")).to_contain_text("Owen Clarke", timeout=15_000)
    expect(frame.locator("#messenger-notice")).to_be_hidden()
    expect(page).not_to_have_title("refused")


def test_while_somebody_else_is_asked_for_nothing_of_who_was_there_stays(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Ines Costa")
    frame = open_from_menu(page)
    expect(frame.locator(".who")).to_contain_text("Ines Costa")
    page.route("**/identify", lambda route: route.fulfill(status=503, body="away"))
    token = ".".join(["x", urlsafe_b64encode(b'{"sub": "somebody-else"}').decode().rstrip("="), "x"])
    page.evaluate(f"void Messenger.identify({{identity: '{token}'}})")
    expect(frame.locator("[data-opening]")).to_be_visible()
    expect(frame.locator("#messenger")).not_to_contain_text("Ines Costa")


def test_a_visit_that_ended_asks_the_product_again_who_is_there(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Priya Nair")
    frame = open_from_menu(page)
    # As after twelve hours: the help center no longer knows the frame's visit.
    page.route(
        "**/en/messenger/reach?*",
        lambda route: route.continue_(headers=route.request.headers | {"x-visitor": "over"}),
        times=1,
    )
    with page.expect_request("**/identify"):
        frame.get_by_role("link", name="Your options").click()
    expect(frame.locator(".who")).to_contain_text("Priya Nair")


def test_who_forwards_with_rights_too_old_is_asked_for_and_the_message_goes_on(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Mika Berg")
    frame = open_from_menu(page)
    reach_fin(frame, text="My API calls fail", topic="API errors and limits")
    frame.get_by_role("button", name="No, not yet").click()

    def too_old(route: Route) -> None:
        verb = urlsplit(route.request.url).path
        place = f'<p data-renew="{verb.removesuffix("hand-over")}" data-again="{verb}">Wait</p>'
        route.fulfill(status=409, content_type="text/html", body=f'<section id="messenger">{place}</section>')

    page.route("**/hand-over", too_old, times=1)
    with page.expect_request("**/identify"):
        frame.get_by_role("button", name="Forward to the Product Support team").click()
    expect(frame.locator(".case-line")).to_contain_text("mika.berg@lattice.example")


def test_the_typed_text_stays_while_the_messenger_is_closed(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Kenji Hayashi")
    frame = open_from_menu(page)
    frame.locator("#messenger-text").fill("half a sentence")
    page.evaluate("Messenger('close')")
    page.evaluate("Messenger('open')")
    expect(frame.locator("#messenger-text")).to_have_value("half a sentence")


def test_at_the_legacy_domain_the_page_goes_on_after_the_sign_in_in_another_tab(
    page: Page, site: Site, accessible: Check
):
    sign_in_at(page, site, "console", "Mika Berg")
    frame = open_from_menu(page)
    frame.locator("#messenger-text").fill("typed on the legacy page")
    frame.get_by_role("button", name="Send message").click()
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Authenticate at platform.localhost").click()
    tab = opened.value
    tab.get_by_role("button", name="Mika Berg").click()
    tab.wait_for_url("**/hand-back?*")
    expect(tab.locator("#messenger")).to_contain_text("Mika Berg at platform.localhost")
    accessible(tab)
    # Until the person says so, nothing changes in the product's page.
    expect(frame.locator("[data-gate]")).to_be_visible()
    with tab.expect_event("close"):
        tab.get_by_role("button", name="Go on in the other tab").click()
        expect(tab.get_by_role("heading", name="You can go back to the other tab")).to_be_visible()
    # Whoever agreed before is asked to send what waited.
    expect(frame.get_by_role("button", name=re.compile("Agree|Send message"))).to_be_visible()
    expect(frame.locator(".typed")).to_contain_text("typed on the legacy page")
    expect(page).to_have_url(re.compile("console.localhost"))


def test_who_signs_out_at_the_product_is_signed_out_at_the_help_center(page: Page, site: Site):
    come_to_help_center(page, site, "claude", "Lucas Weber")
    page.goto("/en/messenger/")
    expect(page.locator(".who")).to_contain_text("Lucas Weber")
    page.goto(site.origin("claude"))
    page.locator("[data-account] summary").click()
    page.locator(".demo-menu").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.goto("/en/messenger/")
    expect(page.locator(".who")).to_contain_text("Not logged in")


def test_another_site_cannot_frame_the_messenger(page: Page, site: Site):
    """Exact origins: the help center's own pages may frame it, a product that no row names may not."""
    response = page.goto("/en/messenger/embed")
    assert response is not None
    ancestors = response.headers["content-security-policy"].partition("frame-ancestors ")[2].partition(";")[0].split()
    assert ancestors[0] == "'self'"
    assert set(ancestors[1:]) == {site.origin(name) for name in ("claude", "platform", "console")}


def test_the_conversation_can_be_saved_from_a_products_page(page: Page, site: Site):
    sign_in_at(page, site, "platform", "Jun Nakagawa")
    frame = open_from_menu(page)
    reach_fin(frame, text="How do I read the error 529?", topic="API errors and limits")
    with page.expect_download() as saved:
        frame.locator(".bar-menu > summary").click()
        frame.get_by_role("button", name="Save as text").click()
    assert "How do I read the error 529?" in saved.value.path().read_text()
    expect(frame.locator("#composer-text")).to_be_visible()
