"""How the screens look: nothing for axe-core to find, and nothing wider than the window.

tests/checkers look at every state without its scripts; here each screen is looked at with them, once a language.
"""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, reach_fin
from tests.journeys.site import Site

type Check = Callable[[Page], None]

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}  # also what 1280 pixels are at a zoom of 400 %
SCREENS = [
    "/{locale}/",
    "/{locale}/collections/2300-billing-and-plans",
    "/{locale}/articles/9021027",  # with a table and code
    "/{locale}/search?q=cancel",
    "/{locale}/search?q=xyzzyplugh",
    "/{locale}/nothing-here",
    "/{locale}/sign-in/",
    "/{locale}/messenger/",
    "/{locale}/messenger/search?q=cancel",
    "/{locale}/messenger/articles/9021027",
    "/{locale}/messenger/reach",
    "/{locale}/messenger/?panel=1",
]
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk " + "https://example.com/" + "a" * 120


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def in_light(page: Page, scheme: Literal["dark", "light"]) -> None:
    """Change the colors, and wait until no button is on its way from one to the other."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))")


def look_at(page: Page, accessible: Check) -> None:
    """The screen as it is now: on a desk in the dark, on a phone in the light, and on the narrowest one."""
    in_light(page, "dark")
    accessible(page)
    in_light(page, "light")
    page.set_viewport_size(PHONE)
    accessible(page)
    assert fits(page), page.url
    page.set_viewport_size(NARROW)
    assert fits(page), page.url
    page.set_viewport_size(DESK)


@pytest.mark.parametrize(
    ("locale", "scheme", "size"),
    [("en", "dark", DESK), ("ja", "light", PHONE)],
    ids=["en-dark-desk", "ja-light-phone"],
)
def test_what_everybody_sees(new_page: Callable[..., Page], accessible: Check, locale, scheme, size):
    page = new_page(viewport=size, color_scheme=scheme)
    for screen in SCREENS:
        page.goto(screen.format(locale=locale))
        accessible(page)
        assert fits(page), screen


@pytest.mark.parametrize("size", [DESK, NARROW], ids=["desk", "narrow"])
def test_nothing_sticks_out_from_right_to_left(new_page: Callable[..., Page], size):
    page = new_page(viewport=size)
    for screen in SCREENS:
        page.goto(screen.format(locale="en"))
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert fits(page), screen
        # What stands beyond the left edge can't be scrolled to from right to left.
        beyond = "[...document.querySelectorAll('main *')].some(e => !e.closest('.table, pre, .visually-hidden')"
        assert not page.evaluate(beyond + " && e.getBoundingClientRect().left < -1)"), screen


def test_the_launcher_stands_at_the_end_of_the_line_in_both_directions(page: Page):
    page.goto("/en/")
    launcher = page.locator("#launcher")
    assert launcher.bounding_box()["x"] > 1000
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert launcher.bounding_box()["x"] < 100


def test_on_a_phone_the_launcher_makes_way_and_covers_nothing_at_the_end(phone: Page):
    phone.goto("/en/articles/9015913")
    launcher = phone.locator("#launcher")
    expect(launcher).to_be_visible()
    phone.evaluate("scrollTo(0, 900)")
    expect(launcher).to_be_hidden()
    phone.evaluate("scrollTo(0, 700)")
    expect(launcher).to_be_visible()
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(launcher).to_be_visible()
    last = phone.locator(".site-footer a").last.bounding_box()
    assert last["y"] + last["height"] <= launcher.bounding_box()["y"]


LINES = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
})"""


def test_in_the_narrowest_window_japanese_is_broken_between_phrases(new_page: Callable[..., Page]):
    page = new_page(viewport=NARROW)
    page.goto("/ja/messenger/cant-log-in")
    for words in (".topics > p", ".topic span"):
        assert page.locator(words).first.evaluate("e => getComputedStyle(e).wordBreak") == "auto-phrase"
    page.locator(".topic").last.click()
    page.get_by_role("button", name="同意する").click()
    expect(page.locator(".chosen")).to_be_visible()
    assert page.evaluate(LINES, ".chosen .button") == [1]
    # What somebody typed is broken anywhere.
    assert page.locator("#id_text").evaluate("e => getComputedStyle(e).wordBreak") == "normal"
    page.goto("/ja/messenger/?panel=1")
    page.locator("#messenger-text").fill("解約したい")
    page.locator("#start-form").get_by_role("button", name="プランの変更・解約").click()
    expect(page.locator("#composer")).to_be_visible()
    assert page.evaluate(LINES, ".bar-title")[0] <= 2


@pytest.mark.parametrize("slowness", [1, 12], ids=["at-ease", "busy"])
def test_nothing_moves_while_an_article_loads(page: Page, slowness):
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowness})
    page.goto("/ja/articles/9015913")
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 200);
        })"""
    )
    assert shift == 0


def test_the_header_is_shown_once_it_has_arrived_whole(page: Page):
    page.goto("/ja/articles/9015913")
    expect(page.locator(".site-header")).to_be_visible()
    # As it is while the page is on its way: what stands at the header's end would still move.
    page.evaluate("document.querySelector('main').remove()")
    expect(page.locator(".site-header")).to_be_hidden()


def test_who_wants_no_motion_gets_no_transition_however_short(page: Page):
    # On a busy machine even one of 0.01 ms shows an article's words in their first size, and then moves them.
    page.goto("/ja/articles/9015913")
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    assert page.evaluate(moving) == 0


def test_a_conversation_and_its_ticket_with_words_that_never_end(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
):
    person = new_page()
    come_to_help_center(person, site, "claude", "Aiko Yamada")
    person.goto("/en/messenger/")
    reach_fin(person, text=f"How do I cancel? {LONG}", topic="Plans and cancellation")
    look_at(person, accessible)
    person.get_by_role("button", name="No, not yet").click()
    # What comes next is in view, with and without the panel.
    expect(person.locator(".onward")).to_be_in_viewport()
    look_at(person, accessible)
    person.goto(person.url.partition("#")[0] + "?panel=1")
    person.set_viewport_size({"width": 400, "height": 600})
    expect(person.get_by_role("button", name="Forward to the Product Support team")).to_be_in_viewport()
    person.get_by_role("button", name="Forward to the Product Support team").click()
    expect(person.locator("[data-author=event]")).to_be_in_viewport()
    expect(person.locator(".case-line")).to_be_in_viewport()
    # So tall that no link lies half under the line that sticks.
    person.set_viewport_size({"width": 400, "height": 2400})
    accessible(person)

    agent = staff_page("agent")
    agent.goto("/admin/tickets/ticket/")
    look_at(agent, accessible)
    agent.locator("a.desk-subject", has_text="Donaudampf").click()
    look_at(agent, accessible)
    # Under a subject of several lines it still fits the window: its columns scroll, the page doesn't.
    assert agent.locator("h1").evaluate("(e) => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)") > 1.5
    assert agent.evaluate("document.documentElement.scrollHeight <= innerHeight")
    # What Fin offered can be seen before the conversation is unfolded.
    expect(agent.locator(".desk-main .desk-fin")).to_contain_text("Donaudampf")
    agent.locator(".desk-fin > summary").click()
    expect(agent.locator(".desk-fin .words").first).to_be_visible()
    accessible(agent)
