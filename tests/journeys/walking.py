"""A walk over every link and button of a screen, away and back, with something typed in every field of it."""

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error, Frame, Page, expect

from tests.journeys.ways import FIELDS, FILL, browser_back

# What has no way away and back, each with the reason.
NAMED = {
    "[data-back]": "is the way back from everywhere else",
    "[data-close-messenger]": "closes the messenger: test_ways.py",
    "a[target]": "opens a page outside of the messenger: test_gate.py, test_reports.py, test_ways.py",
    "button[form=sign-out]": "ends the login, and what is typed with it: test_kept.py",
    "a:has(+ noscript > .leaves)": "is hidden without scripts, and its twin walked",
    "noscript > .visually-hidden": "is what Enter presses, as another button",
    "a[href^='#']": "is a place on the same screen",
    ".prose a:not([href*='/messenger/'])": "leads out of the messenger: test_ways.py",
}
# Every link and button, also behind what is folded up: how it is found again, and what of the words for it fits.
CONTROLS = """({ named, presses }) => {
    const folded = (control) => control.closest('details:not([open])');
    const attributes = (control) => ['type', 'form', 'formaction', 'name', 'value']
        .map((name) => control.hasAttribute(name) ? `[${name}="${control.getAttribute(name)}"]` : `:not([${name}])`);
    const formOf = (control) => control.closest('form') ? `form[action="${control.form.getAttribute('action')}"] ` : '';
    const selectorOf = (control) => control.matches('a')
        ? `a[href="${control.getAttribute('href')}"]:not([data-back])`
        : formOf(control) + 'button' + attributes(control).join('');
    return [...document.querySelectorAll('#messenger :is(a[href], button)')]
        .filter((control) => (folded(control) || control.checkVisibility()) && !named.some((it) => control.matches(it)))
        .map((control) => ({
            selector: '#messenger ' + selectorOf(control),
            isLink: control.matches('a'),
            press: presses.findIndex((it) => control.matches(it)),
        }));
}"""
_LEFT = "(mark) => document.getElementById('messenger')?.dataset.walked !== mark"
_MARK = "(mark) => { document.getElementById('messenger').dataset.walked = mark; }"
# What tells one from another of a kind.
_WHICH = [
    (re.compile(r"/c/[a-z0-9]{14}/"), "/c/…/"),
    (re.compile(r"/articles/[0-9]+"), "/articles/…"),
    (re.compile(r"/files/[0-9a-f]+/"), "/files/…/"),
    (re.compile(r"/cases/[^/?]+/"), "/cases/…/"),
    (re.compile(r"/search\?q=[^&\"]+"), "/search?q=…"),
    (re.compile(r"%2Fc%2F[a-z0-9]{14}%2F"), "%2Fc%2F…%2F"),
    (re.compile(r'(\[name="(?:topic|locale)"\])\[value="[a-z-]+"\]'), r"\1"),
]
# On so many screens of one messenger a kind is walked.
_ENOUGH = 2


@dataclass(frozen=True)
class Press:
    """What a button does: the form whose fields it sends, where its words arrive, how one comes to the screen again.

    Without `back` one comes by the bar or by the browser's Back in turn, unless it is the same screen already. `within`
    the screen no other one answers, `downloads` none at all, and from where `onward` leads nobody comes back.
    """

    sends: str | tuple[str, ...] = ""
    arrives: str = ""
    within: bool = False
    downloads: bool = False
    onward: bool = False
    back: Callable[[], None] | None = None


# What is pressed on another screen, as nobody comes back from it.
LATER = Press(onward=True)


class Walk:
    """Somebody who tries each way from the screens of one messenger: in a frame of the page, or the page itself."""

    def __init__(self, page: Page, frame: Frame | None = None) -> None:
        self.page, self.frame = page, frame
        self.at = frame or page
        self.walked: set[str] = set()
        self.later: set[str] = set()
        self.kinds: Counter[str] = Counter()
        self.words = ""
        self.turn = self.times_back = 0

    def screen(self, presses: Mapping[str, Press] | None = None) -> None:
        """Every link and button of the screen, in the order of `presses`; those walked on another needn't be there.

        What the template has once for many is a kind: one of it is walked, on two screens.

        Raises AssertionError where one was neither walked nor named, or a field isn't as it was typed.
        """
        presses = presses or {}
        found = self.at.evaluate(CONTROLS, {"named": list(NAMED), "presses": list(presses)})
        found = list({control["selector"]: control for control in found}.values())
        unknown = {_kind(each["selector"]) for each in found if not each["isLink"] and each["press"] < 0}
        forgotten = sorted(unknown - self.walked - self.later)
        assert forgotten == [], f"neither walked nor named on {self._title()}: {forgotten}"
        here, ways = self.address(), [*presses.values(), Press()]
        self.later |= {_kind(each["selector"]) for each in found if ways[each["press"]] is LATER}
        pressed = [each for each in found if ways[each["press"]] is not LATER]
        pressed = [each for each in pressed if each["isLink"] or each["press"] >= 0]
        chosen = self._of_each_kind(pressed, {at for at, press in enumerate(ways) if press.onward})
        for each in sorted(chosen, key=lambda each: (not each["isLink"], each["press"])):
            if not self.frame and self.address() != here:
                self.page.goto(here, wait_until="domcontentloaded")
            try:
                self._walk(each["selector"], ways[each["press"]])
            except (AssertionError, Error) as error:
                error.add_note(f"on the way by {each['selector']}")
                raise

    def _of_each_kind(self, controls: Sequence[dict[str, Any]], always: set[int]) -> list[dict[str, Any]]:
        """The first of a new kind, the last of one that was on another screen before, and those that are `always`."""
        kinds: dict[str, list[dict[str, Any]]] = {}
        for each in controls:
            kinds.setdefault(_kind(each["selector"]), []).append(each)
        chosen = []
        for kind, each in kinds.items():
            one = each[0 if self.kinds[kind] % 2 == 0 else -1]
            if self.kinds[kind] < _ENOUGH or one["press"] in always:
                chosen.append(one)
        self.kinds.update(kinds.keys())
        return chosen

    def end(self) -> None:
        """Raises AssertionError where something was left for later and never walked."""
        assert self.later - self.walked == set()

    def leave(self, act: Callable[[], None]) -> None:
        """Does something, and waits until the screen is another one."""
        self.turn += 1
        if self.frame is None:
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                act()
            return
        self.frame.evaluate(_MARK, str(self.turn))
        act()
        self.frame.wait_for_function(_LEFT, arg=str(self.turn))

    def click(self, selector: str) -> None:
        """Presses a control, after what it is folded up in."""
        control = self.at.locator(selector).last
        for _depth in range(3):
            folds = control.locator("xpath=ancestor::details[not(@open)]")
            if folds.count() == 0:
                break
            folds.first.locator("> summary").click()
        control.click()

    def fill(self) -> dict[str, str]:
        """Types into every field, other words each time; what stands there then."""
        self.words = f"half a sentence {self.turn}"
        self.at.evaluate(FILL, self.words)
        fields: dict[str, str] = self.at.evaluate(FIELDS)
        return fields

    def holds(self, typed: Mapping[str, str], where: str) -> None:
        """Raises AssertionError unless the fields hold this, at once or in a moment."""
        deadline = time.monotonic() + 3
        while (held := self._held(typed)) != typed:
            assert time.monotonic() < deadline, f"{where}\n{held}\n{typed}"
            self.page.wait_for_timeout(50)

    def _walk(self, selector: str, press: Press) -> None:
        title, here, typed = self._title(), self.address(), self.fill()
        words = self.words
        self._press(selector, press)
        self.walked.add(_kind(selector))
        if press.arrives:
            self._expect_arrived(press.arrives, words)
        if press.onward:
            return
        if press.back:
            press.back()
        elif self.address() != here or self._title() != title:
            self.come_back(here)
            # What is folded up again can't have the focus.
            if self.frame and selector.startswith("#messenger a") and self.at.locator(selector).first.is_visible():
                expect(self.at.locator(selector).first).to_be_focused()
        expect(self.at.locator("#screen-title")).to_have_text(title)
        self.holds(
            {name: held for name, held in typed.items() if not (press.sends and name.startswith(press.sends))}, selector
        )

    def _press(self, selector: str, press: Press) -> None:
        if press.downloads:
            with self.page.expect_download():
                self.click(selector)
        elif press.within:
            self.click(selector)
            expect(self.at.locator(selector)).to_have_count(0)
        else:
            self.leave(lambda: self.click(selector))

    def _expect_arrived(self, selector: str, words: str) -> None:
        place = self.at.locator(selector).last
        if place.evaluate("(element) => element.matches('input, textarea')"):
            expect(place).to_have_value(words)
        else:
            expect(place).to_contain_text(words)

    def come_back(self, here: str, *, by_bar: bool | None = None) -> None:
        """By the bar or by the browser's Back, in turn unless one is said."""
        bar = self.at.locator("[data-back]:visible, .bar > noscript > .leaves").last
        self.times_back += 1
        by_bar = self.times_back % 2 == 1 if by_bar is None else by_bar
        # On its own page the bar leads to the screen above.
        leads_here = self.frame or (
            bar.count() and _path(bar.evaluate("(way) => way.href || location.origin + way.value")) == _path(here)
        )

        def act() -> None:
            if by_bar and bar.count() and leads_here:
                bar.click()
            elif self.frame:
                browser_back(self.page)
            else:
                self.page.go_back(wait_until="commit")

        self.leave(act)
        if self.frame:
            self.frame.wait_for_function("here => history.state.address === here", arg=here)
        else:
            # Without scripts the address says what was left in the search.
            self.page.wait_for_url(lambda url: _path(url) == _path(here), wait_until="domcontentloaded")

    def _held(self, typed: Mapping[str, str]) -> dict[str, str]:
        held = self.at.evaluate(FIELDS)
        return {name: held.get(name, "no such field") for name in typed}

    def _title(self) -> str:
        return self.at.locator("#screen-title").inner_text()

    def address(self) -> str:
        """Of the screen that is shown, whichever place of it is in view."""
        address: str = self.at.evaluate("history.state.address") if self.frame else self.page.url.partition("#")[0]
        return address


def _path(address: str) -> str:
    return re.split("[?#]", address)[0]


def _kind(selector: str) -> str:
    """The control in whichever conversation and language, for whichever article, topic, search or file."""
    kind = re.sub(r"/[a-z]{2}/messenger/", "/messenger/", selector)
    for which, any_of_them in _WHICH:
        kind = which.sub(any_of_them, kind)
    return kind


def show(frame: Frame, place: str) -> None:
    """Shows a screen of the frame as a link to it would."""
    frame.evaluate(f"htmx.ajax('GET', '{place}', {{ target: '#messenger', swap: 'outerHTML' }})")
    frame.wait_for_function("place => history.state.address === place", arg=place)
