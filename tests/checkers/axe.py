"""What axe-core finds in pages that no server has any more: their sheets come from the disk, and no script runs."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

from tests import chromium

OPTIONS = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # The launcher stands beside all parts of a page, as a dialog does.
    "rules": {"region": {"enabled": False}},
}
# A letter is no page: it has no landmarks, and its subject is its heading.
OF_A_LETTER = {"landmark-one-main", "page-has-heading-one"}
# Width, height, and the light.
WINDOWS = [(1280, 800, "dark"), (390, 844, "light")]
ADDRESS = "http://help.localhost:8000/looked-at"


def findings(pages: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong, each with the page's name and its window."""
    # In a thread: Playwright's event loop would forbid Django's queries to whoever comes after.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(_look_at, list(pages)).result()


def _look_at(pages: list[tuple[str, str]]) -> list[str]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        page = browser.new_page(reduced_motion="reduce")
        found = [
            f"{name} {what}" for name, html in pages for what in _of_one(page, html, is_letter=name.startswith("email"))
        ]
        browser.close()
    return found


def _of_one(page: Page, html: str, *, is_letter: bool) -> Iterator[str]:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif (file := finders.find(path.removeprefix("/static/"))) and not path.endswith(".js"):
            route.fulfill(path=str(file))
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(ADDRESS)
    page.evaluate(Axe().axe_script)
    for width, height, scheme in WINDOWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        violations = page.evaluate("(options) => axe.run(document, options)", OPTIONS)["violations"]
        for rule in violations:
            if is_letter and rule["id"] in OF_A_LETTER:
                continue
            yield from (f"{width} {scheme}: {rule['id']}: {node['html'][:150]}" for node in rule["nodes"])
