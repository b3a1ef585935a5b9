"""A page of a product as its developers would write it, on the product's origin; each test says what is in it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page

from tests.journeys.site import Site

_GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "embedding.md").read_text()


def fence(language: str, *, under: str) -> str:
    """The first text in this language below the heading in docs/embedding.md."""
    found = re.search(rf"^ *```{language}\n(.*?)^ *```$", _GUIDE.partition(f"\n{under}\n")[2], re.S | re.M)
    assert found is not None, (language, under)
    return found[1]


_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A product</title>{before}{scripts}</head>
<body><main style="block-size: 3000px"><button id="own-opener">Help</button></main></body></html>"""


@dataclass(frozen=True)
class Outcome:
    """What came of a call: what its promise resolved to, or the code that it failed with."""

    value: Any = None
    code: str = ""


class HostPage:
    """The page, at claude.localhost, and the messenger on it."""

    # The page's own, before the script has come.
    QUEUE = fence("js", under="### Before the script has loaded")

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.address = f"{site.origin('claude')}/a-page"
        # A page that a test makes up comes from no address, and Chromium asks before such a one reaches this machine.
        page.context.grant_permissions(["local-network-access"], origin=site.origin("claude"))
        self._source = f"{site.help}/messenger.js"
        self.launcher: Locator = page.locator("support-messenger button")
        self.frame: FrameLocator = page.frame_locator("support-messenger iframe")

    def go(
        self,
        *,
        policy: str = "",
        isolated: bool = False,
        styles: str = "",
        before: str = "",
        calls: str = "",
        script: int = 1,
        own_script: str = "",
    ) -> None:
        """Opens it: `before` runs before the messenger's script, `calls` too, but at the end of the page's own.

        `own_script` is the address of one that the page loads after the messenger's.
        """
        own = f"<script>{before};{calls if before else ''}</script>" if before else ""
        tags = f'<script src="{self._source}" defer></script>' * script
        if own_script:
            tags += f'<script src="{own_script}" defer></script>'
        html = _PAGE.format(before=f"<style>{styles}</style>{own}" if styles else own, scripts=tags)
        headers = {"Content-Type": "text/html; charset=utf-8"} | ({"Content-Security-Policy": policy} if policy else {})
        if isolated:
            headers |= {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
        if policy:
            html = html.replace(' style="block-size: 3000px"', "")
        self.page.unroute(self.address)
        self.page.route(self.address, lambda route: route.fulfill(body=html, headers=headers))
        self.page.goto(self.address)
        self.page.evaluate("void (document.getElementById('own-opener').onclick = () => Messenger.open())")
        if calls and not before:
            self.page.evaluate(calls)

    def call(self, name: str, *given: Any) -> Outcome:
        """Makes the call by its name and waits for what comes of it."""
        found = self.page.evaluate(
            """([name, given]) => Messenger(name, ...given).then(
                (value) => ({ value: value instanceof Object ? { ...value } : null }),
                (error) => ({ code: error.name === "MessengerError" ? error.code : String(error) }))""",
            [name, list(given)],
        )
        return Outcome(**found)

    def identify(self) -> Outcome:
        """Says who is signed in at the product, with a fresh token of it."""
        fetched = self.page.evaluate("fetch('/identity').then((response) => response.json())")
        return self.call("identify", fetched)

    def listen(self, event: str) -> None:
        """Keeps what the event says; `ends.EVENT()` in the page stops it."""
        self.page.evaluate(
            """async (name) => {
                window.heard ||= {};
                window.ends ||= {};
                window.heard[name] = [];
                window.ends[name] = await Messenger.on(name, (detail) => window.heard[name].push(detail ?? null));
            }""",
            event,
        )

    def heard(self, event: str) -> list[Any]:
        """What the event has said since."""
        found: list[Any] = self.page.evaluate("(name) => window.heard[name]", event)
        return found
