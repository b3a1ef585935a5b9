"""Every link and button of every screen leads away and back, and what was typed is there again."""

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.journeys.people import open_panel, sign_in_at
from tests.journeys.site import Site
from tests.journeys.walking import LATER, Press, Walk, show
from tests.journeys.ways import frame_of

LOG = {"name": "error.log", "mimeType": "text/plain", "buffer": b"line 1"}
START, AGREE = "form[action$='/start'] button:not([name])", "form[action$='/agree'] button"
CHANGE, SEND_DETAILS = "[formaction$='/change-topic']", "form[action$='/details'] button:not([formaction], [type])"
SEND, DELETE, NO = "#composer .send", "form[action$='/delete'] button", "[formaction$='/not-solved']"
STARTS = Press(sends="start", arrives=".typed")
# Before the consent the words stand on it, after it in the next form, or Fin has them already.
GOES_AHEAD = Press(sends="start", arrives=".typed, #id_text, [data-author=person] .bubble")
SEARCHES = {"form[role=search] button": Press(sends="search", arrives="#messenger-q")}
HOME = {
    **SEARCHES,
    START: STARTS,
    ".quick-topic": GOES_AHEAD,
    "[name=about]": Press(arrives="#messenger-text"),
}
SAID, FORWARD = "[data-author=person] .bubble", "[formaction$='/hand-over']"
SENDS_NOTHING = Press(onward=True)
# The address says which language was chosen; the screen is the same.
STAYS = Press(back=lambda: None)
SENDS_AND_STAYS = Press(sends="c/", arrives=SAID, back=lambda: None)
SENDS = Press(sends="c/", arrives=SAID, onward=True)
PROVES = {"[formaction$='/ask-code']": Press(), "[formaction$='/type-code']": Press()}
REMOVES = {"[data-files-remove]": Press(within=True)}
SAVES = {".bar-sheet form[action*=transcript] button": Press(downloads=True)}


class Messenger:
    """The messenger in one place, and the ways from screen to screen of it."""

    def __init__(self, page: Page, frame: Frame | None = None, locale: str = "en") -> None:
        self.walk, self.page, self.frame, self.locale = Walk(page, frame), page, frame, locale
        self.at = self.walk.at

    def show(self, place: str) -> None:
        """A screen of its own, as a link to it shows it."""
        if self.frame:
            show(self.frame, f"/{self.locale}/messenger/{place}")
        else:
            self.page.goto(f"/{self.locale}/messenger/{place}")

    def press(self, selector: str) -> None:
        """A button or link, until the next screen is there."""
        self.walk.leave(lambda: self.walk.click(selector))

    def attach(self) -> None:
        """A file that waits to be sent."""
        self.at.locator("#files-pick").set_input_files([LOG])
        expect(self.at.locator("[data-files-remove]")).to_be_visible()

    def begin(self, words: str = "") -> None:
        """From home to the picker, past the consent if it is asked for; or with Fin, where nothing else is asked."""
        self.show("")
        self.at.locator("#messenger-text").fill(words)
        self.press(START)
        if self.at.locator(AGREE).count():
            self.press(AGREE)

    def ask(self, topic: str) -> None:
        """A new conversation with Fin's answer."""
        self.begin("How do I cancel my subscription?")
        self.press(f"button[value={topic}]")
        self.answered()

    def ask_again(self) -> None:
        """One more question, after whose answer it is asked once more whether that helped."""
        typed = self.at.locator("#composer-text").input_value()
        self.press(SEND)
        self.answered()
        self.at.locator("#composer-text").fill(typed)

    def answered(self) -> None:
        """Fin has answered all that was asked; without scripts the page is asked for it."""
        waiting = ".waiting-line a:visible"
        while self.at.locator(waiting).count():
            self.press(waiting)
        expect(self.at.locator("[data-author=fin] .bubble").last).to_be_visible()
        expect(self.at.locator("[data-pending]")).to_have_count(0)

    def walk_what_is_no_conversation(self) -> None:
        """Home, searches, an article, the options, the ways in without a login."""
        self.show("")
        self.walk.screen(HOME)
        for place in ("search?q=529", "search?q=xyzzyplugh", "reach", "articles/9018020"):
            self.show(place)
            self.walk.screen({**SEARCHES, START: STARTS})
        self.show("cant-log-in")
        self.walk.screen({".topic": Press()})

    def walk_the_steps(self) -> None:
        """Consent, picker and details; nothing is typed before the details, else some topics would send it."""
        self.show("")
        self.at.locator("#messenger-text").fill("")
        self.press(START)
        # Who has agreed once isn't asked again.
        if self.at.locator(AGREE).count():
            self.walk.screen({AGREE: Press(onward=True)})
        self.walk.screen({"button.topic": Press(back=lambda: self.press(CHANGE))})
        self.press("a.topic")

        def to_ways_in() -> None:
            self.press(CHANGE)
            self.press("a.topic")

        self.walk.screen({"button.topic": Press(back=to_ways_in)})
        self.press("button[value=locked-out-subscription]")
        self.attach()
        choose_again = Press(back=lambda: self._choose("locked-out-subscription"))
        self.walk.screen({**REMOVES, CHANGE: choose_again, SEND_DETAILS: SENDS})
        self.answered()

    def _choose(self, way_in: str) -> None:
        self.press("a.topic")
        self.press(f"button[value={way_in}]")

    def walk_the_chat(self) -> None:
        """After an answer of Fin, after Yes, and after No where an address is asked for or a login."""
        self.walk_the_answers()
        self.walk.screen(PROVES)
        # Now the code is asked for.
        self.walk.screen(PROVES)
        self.ask("subscription")
        self.press(NO)
        self.walk.screen()

    def in_the_other_language(self) -> Press:
        """A link of the menu, from which the bar leads to another screen than the browser's Back."""
        here = self.walk.address()
        return Press(back=lambda: self.walk.come_back(here, by_bar=False))

    def walk_the_answers(self) -> None:
        """What can be pressed once Fin has answered; No comes last, and the way onward is there then."""
        self.attach()
        self.walk.screen(
            {
                "a[hreflang]:not([aria-current])": self.in_the_other_language(),
                **SAVES,
                **REMOVES,
                SEND: Press(sends="c/", arrives=SAID, back=self.answered),
                "[formaction$='/solved']": Press(back=self.ask_again),
                NO: STAYS,
                DELETE: LATER,
            }
        )

    def walk_the_list(self) -> None:
        """Home and the list of conversations, from which one that is deleted doesn't come back."""
        self.show("")
        self.walk.screen()
        self.show("conversations")
        self.walk.screen({START: Press()})
        self.press(".hits a")
        # A ticket that began in another language offers its mails in this one.
        self.walk.screen({"[formaction$='/mail-language']": STAYS, DELETE: Press(onward=True)})
        expect(self.at.locator("[data-once=deleted]")).to_be_visible()
        self.walk.end()


def test_in_the_panel(page: Page):
    page.goto("/en/articles/9018020")
    open_panel(page)
    messenger = Messenger(page, frame_of(page))
    messenger.walk_what_is_no_conversation()
    page.context.clear_cookies()
    messenger.walk_the_steps()
    messenger.walk_the_chat()
    messenger.walk_the_list()


def test_on_its_own_page(page: Page):
    """The searches are walked there without scripts."""
    messenger = Messenger(page)
    messenger.walk_the_steps()
    messenger.walk_the_chat()
    messenger.show("")
    messenger.walk.screen(HOME)
    messenger.walk_the_list()


@pytest.mark.embedded
def test_in_a_products_page(page: Page, site: Site):
    sign_in_at(page, site, "claude", "Marta Silva", locale="ja")
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    expect(page.frame_locator("iframe").locator("#messenger-text")).to_be_visible()
    (frame,) = (frame for frame in page.frames if "/messenger/" in frame.url)
    messenger = Messenger(page, frame, "ja")
    # Before anything is typed for Fin.
    messenger.walk_the_steps()
    messenger.walk_the_answers()
    messenger.walk.screen(PROVES)
    messenger.walk.screen(PROVES)
    messenger.ask("subscription")
    messenger.press(NO)
    messenger.walk.screen({FORWARD: LATER, DELETE: LATER})
    messenger.walk.screen({FORWARD: SENDS_NOTHING})
    messenger.walk.screen({"[formaction$='/mail-language']": STAYS, SEND: SENDS_AND_STAYS})
    messenger.show("")
    messenger.walk.screen(HOME)
    messenger.walk_the_list()
