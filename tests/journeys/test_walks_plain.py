"""Every link and button without JavaScript: what was typed is there again, by the bar's Back and by the browser's."""

from playwright.sync_api import Page, expect

from tests.journeys.test_walks import (
    CHANGE,
    DELETE,
    LOG,
    NO,
    PROVES,
    SAVES,
    SEND,
    SEND_DETAILS,
    SENDS,
    START,
    STAYS,
    Messenger,
)
from tests.journeys.walking import LATER, Press

LEAVES = {"button.leaves": Press()}
STARTS = Press(sends=("start", "search"), arrives=".typed")
SEARCHES = {".search-row [name=to]": Press(sends=("start q", "search"), arrives="#plain-q")}
ABOUT = {"[name=about]": Press(sends=("start q", "search"), arrives="#messenger-text")}
REMOVES = {"[data-files-remove]": Press()}


def attach(messenger: Messenger) -> None:
    """A file goes along wherever one goes from the form."""
    here = messenger.walk.address()
    messenger.at.locator("#files-pick").set_input_files([LOG])
    messenger.press(".bar .leaves")
    messenger.page.goto(here)
    expect(messenger.at.locator("[data-files-remove]")).to_be_visible()


def test_home_searches_and_the_ways_in(plain: Page):
    messenger = Messenger(plain)
    messenger.show("")
    messenger.walk.screen({**LEAVES, **SEARCHES, START: STARTS, ".quick-topic": STARTS, **ABOUT})
    for place in ("search?q=529", "search?q=xyzzyplugh", "reach", "articles/9018020"):
        messenger.show(place)
        messenger.walk.screen({**LEAVES, **SEARCHES, START: STARTS})
    messenger.show("cant-log-in")
    messenger.walk.screen({**LEAVES, ".topic": Press()})


def test_the_steps_and_the_conversation(plain: Page):
    messenger = Messenger(plain)
    messenger.begin()
    messenger.press("a.topic")
    messenger.press("button[value=locked-out-subscription]")
    attach(messenger)

    def choose_again() -> None:
        messenger.press("a.topic")
        messenger.press("button[value=locked-out-subscription]")

    details = {**LEAVES, **REMOVES, CHANGE: Press(back=choose_again), SEND_DETAILS: SENDS}
    messenger.walk.screen(details)
    messenger.answered()
    attach(messenger)
    sends = Press(sends="c/", arrives="[data-author=person] .bubble", back=messenger.answered)
    chat = {
        **LEAVES,
        **SAVES,
        **REMOVES,
        SEND: sends,
        "[formaction$='/solved']": Press(back=messenger.ask_again),
        NO: STAYS,
        DELETE: LATER,
    }
    messenger.walk.screen(chat)
    messenger.walk.screen({**LEAVES, **PROVES})
    # A code opens something, so no server keeps it as a draft: the browser's own Back does.
    messenger.walk.screen({"[formaction$='/type-code']": Press()})
    messenger.walk.screen({DELETE: Press(onward=True)})
    expect(plain.locator("[data-once=deleted]")).to_be_visible()
    messenger.walk.end()
