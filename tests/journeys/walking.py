"""A walk over every link of a screen, away and back, with something typed in every field of it."""

from playwright.sync_api import Frame, Page, expect

from tests.journeys.ways import FIELDS, FILL, browser_back

# What leads away for good or to another page is walked elsewhere: here, only what has a way back.
LEADS_AWAY = "[data-close-messenger], [data-back], [target], [href*='transcript'], [formaction]"
LINKS = f"""() => [...document.querySelectorAll('#messenger a[href]')]
    .filter((link) => !link.matches("{LEADS_AWAY}") && link.checkVisibility() && link.pathname.includes('/messenger/'))
    .map((link) => link.getAttribute('href'))"""


def walk(page: Page, frame: Frame) -> int:
    """Follows each link of the frame's screen and comes back, by the bar or the browser in turn; how many.

    Raises AssertionError where a field isn't as it was typed, or the link that was left hasn't the focus again.
    """
    title = frame.locator("#screen-title").inner_text()
    frame.evaluate(FILL)
    typed = frame.evaluate(FIELDS)
    links = list(dict.fromkeys(frame.evaluate(LINKS)))
    here = frame.evaluate("history.state.address")
    for turn, href in enumerate(links):
        link = frame.locator(f"#messenger a[href='{href}']:not([data-back])").first
        link.click()
        frame.wait_for_function("here => history.state.address !== here", arg=here)
        back = frame.locator("[data-back]")
        if turn % 2 or back.count() == 0:
            browser_back(page)
        else:
            back.click()
        frame.wait_for_function("here => history.state.address === here", arg=here)
        expect(frame.locator("#screen-title")).to_have_text(title)
        expect(link).to_be_focused()
        assert frame.evaluate(FIELDS) == typed, href
    return len(links)


def walk_pages(page: Page) -> int:
    """The same on the messenger's own page, where each screen is a page."""
    title, here = page.locator("#screen-title").inner_text(), page.url
    page.evaluate(FILL)
    typed = page.evaluate(FIELDS)
    links = list(dict.fromkeys(page.evaluate(LINKS)))
    for turn, href in enumerate(links):
        page.locator(f"#messenger a[href='{href}']:not([data-back])").first.click()
        page.wait_for_url(lambda url: url != here)
        back = page.locator("[data-back]")
        if turn % 2 or back.count() == 0:
            page.go_back()
        else:
            back.click()
        page.wait_for_url(here)
        expect(page.locator("#screen-title")).to_have_text(title)
        assert page.evaluate(FIELDS) == typed, href
    return len(links)


def show(frame: Frame, place: str) -> None:
    """Shows a screen of the frame as a link to it would."""
    frame.evaluate(f"htmx.ajax('GET', '{place}', {{ target: '#messenger', swap: 'outerHTML' }})")
    frame.wait_for_function("place => history.state.address === place", arg=place)
