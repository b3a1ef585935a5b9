"""What axe-core finds in pages that no server has any more: their sheets come from the disk, and no script runs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium

OPTIONS = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# A letter is no page: it has no landmarks, and its subject is its heading.
OF_A_LETTER = {"landmark-one-main", "page-has-heading-one", "region"}
# They stand before and beside all parts of a page, as a dialog does.
OF_NO_REGION = re.compile(r'<a class="(?:skip-link|launcher)"')
# Width, height, and the light. Neighbours among the states are alike, so each kind is seen in both.
WINDOWS: list[tuple[int, int, Literal["dark", "light"]]] = [(1280, 800, "dark"), (390, 844, "light")]
# What a page does by itself: a script, and going on to the next one.
_ACTIVE = re.compile(r'<script\b.*?</script>|<meta http-equiv="refresh"[^>]*>', re.DOTALL)


def findings(pages: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong, each with the page's name and its window."""
    # In a thread: Playwright's event loop would forbid Django's queries to whoever comes after.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(_look_at, list(pages)).result()


def _look_at(pages: Sequence[tuple[str, str]]) -> list[str]:
    with _served([html for _name, html in pages]) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        # In a window of its own each: to make one larger or darker costs as much as a page.
        windows = cycle([_window(browser, *each) for each in WINDOWS])
        found = []
        for nth, ((name, _html), (window, page)) in enumerate(zip(pages, windows, strict=False)):
            page.goto(f"{address}/{nth}")
            found += [f"{name} {window}: {what}" for what in _of_one(page, is_letter=name.startswith("email"))]
        browser.close()
    return found


def _window(browser: Browser, width: int, height: int, scheme: Literal["dark", "light"]) -> tuple[str, Page]:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
    return f"{width} {scheme}", page


def _of_one(page: Page, *, is_letter: bool) -> Iterator[str]:
    # All else that it finds is long, and nobody reads it.
    for rule in page.evaluate("(options) => axe.run(document, options).then((found) => found.violations)", OPTIONS):
        if is_letter and rule["id"] in OF_A_LETTER:
            continue
        for node in rule["nodes"]:
            is_outside = rule["id"] == "region" and OF_NO_REGION.match(node["html"])
            if not is_outside and not (rule["id"] == "target-size" and _is_only_covered(page, node["target"])):
                yield f"{rule['id']}: {node['html'][:150]}"


def _is_only_covered(page: Page, target: Sequence[str]) -> bool:
    """Whether it is large enough once it is scrolled out from below a bar at the window's edge."""
    page.locator(target[0]).evaluate("(element) => element.scrollIntoView({block: 'center'})")
    return not page.evaluate("(target) => axe.run(target, {runOnly: ['target-size']})", target)["violations"]


@contextmanager
def _served(pages: Sequence[str]) -> Iterator[str]:
    """Where the pages are, each below its number, while somebody looks; a browser keeps what they have in common."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0].removeprefix("/")
            body, content_type, kept = b"", "text/html; charset=utf-8", "max-age=600"
            if path.isdecimal():
                kept = "no-store"
                body = _ACTIVE.sub("", pages[int(path)]).encode() + b'<script src="/axe.js"></script>'
            elif path == "axe.js":
                body, content_type = Axe().axe_script.encode(), "text/javascript; charset=utf-8"
            elif file := finders.find(path.removeprefix("static/")):
                body, content_type = Path(str(file)).read_bytes(), guess_type(path)[0] or "application/octet-stream"
            self.send_response(200 if body else 404)
            for name, value in {
                "Content-Type": content_type,
                "Content-Length": str(len(body)),
                "Cache-Control": kept,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
