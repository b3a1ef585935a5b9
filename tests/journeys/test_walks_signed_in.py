"""The same on the screens of who is logged in: the gate, steps before Fin, a packet, and what an owner has."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, open_panel
from tests.journeys.site import Site
from tests.journeys.test_walks import CHANGE, DELETE, NO, SAVES, SEND, SENDS_NOTHING, STAYS, Messenger
from tests.journeys.walking import LATER, Press
from tests.journeys.ways import frame_of

LEAVES = {"button.leaves": Press()}
TRIED, FIN_FIRST = "form[action$='/self-service-tried'] button:not([formaction])", "[formaction$='/ask-fin-first']"
ENDS = ("[formaction$='/solved']", TRIED, FIN_FIRST)
PACK, ASK = "[formaction$='/pack']", "form[action$='/ask-owner'] button:not([formaction])"
TAKE_BACK, SEND_ON = "form[action$='/take-back'] button", "form[action$='/send'] button:not([formaction])"
WRITE, NAME, TAKE_OFF = (f"form[action$='/{verb}'] button" for verb in ("write", "add", "remove"))

type Come = Callable[[str, str], Messenger]


@pytest.fixture(params=["in the panel", "without scripts"])
def come(request: pytest.FixtureRequest, new_page: Callable[..., Page], site: Site) -> Come:
    """Makes messengers of people who are logged in."""

    def make(product: str, name: str) -> Messenger:
        scripted = request.param == "in the panel"
        page = new_page(java_script_enabled=scripted)
        come_to_help_center(page, site, product, name)
        if not scripted:
            return Messenger(page)
        open_panel(page)
        return Messenger(page, frame_of(page))

    return make


def up_and_back(messenger: Messenger) -> None:
    """By the bar to the screen above, and to what was typed again."""
    typed, page = messenger.walk.fill(), messenger.page
    messenger.press(".bar [data-back]:visible, .bar > noscript > .leaves")
    forward = (lambda: page.evaluate("history.forward()")) if messenger.frame else (lambda: page.go_back())
    messenger.walk.leave(forward)
    messenger.walk.holds(typed, messenger.walk.address())


def test_the_gate_the_steps_and_a_packet(come: Come):
    gate = come("console", "Mika Berg")
    gate.begin("It says 529")
    gate.walk.screen()
    expect(gate.at.locator(".typed")).to_contain_text("It says 529")

    free = come("claude", "Yui Tanaka")
    for end in ENDS:
        free.begin("How do I delete it?")
        free.press("button[value=delete-account]")
        again = Press(back=lambda: free.press("button[value=delete-account]"))
        free.walk.screen({CHANGE: again, **dict.fromkeys(set(ENDS) - {end}, LATER), end: SENDS_NOTHING})
    free.walk.end()

    member = come("claude", "Daniel Price")
    member.ask("team")
    member.press(NO)
    saved = {**SAVES, "a[href*='/transcript.']": Press(downloads=True)}
    member.walk.screen({**LEAVES, **saved, PACK: Press(), SEND: LATER, DELETE: LATER})
    member.press(PACK)
    up_and_back(member)
    member.walk.screen({**LEAVES, ASK: SENDS_NOTHING})
    link = member.at.locator("#packet-link").input_value()
    member.walk.screen({TAKE_BACK: LATER})

    owner = come("claude", "Aiko Yamada")
    owner.show(link.partition("/messenger/")[2])
    up_and_back(owner)
    owner.walk.screen({**LEAVES, SEND_ON: SENDS_NOTHING})
    owner.walk.screen()
    owner.press("a[href*='/cases/']")
    up_and_back(owner)
    owner.walk.screen({WRITE: Press(arrives=".packet-talk", onward=True)})
    owner.show("cases")
    owner.walk.screen()
    owner.show("contacts")
    up_and_back(owner)
    for _named in range(2):
        owner.walk.screen(
            {TAKE_OFF: Press(sends="contacts/", back=STAYS.back), NAME: Press(sends="contacts/", back=STAYS.back)}
        )
    member.press(TAKE_BACK)
