"""A running site and real browsers: on a desk, on a phone, without scripts. Journeys know nothing of the database."""

from collections.abc import Callable, Generator, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, Page, expect

from tests import chromium
from tests.journeys.host_page import HostPage, Outcome
from tests.journeys.people import sign_in_to_desk
from tests.journeys.site import RunningSite, Site, SiteFailedError

AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    # It would copy what a sheet imports into inline ones, which our policy refuses, to look for a locked orientation;
    # tests/test_styles.py looks for that.
    "preload": False,
}
# All else that axe-core finds is long, and nobody reads it.
VIOLATIONS = "(options) => axe.run(document, options).then((found) => found.violations)"
DESK = {"viewport": {"width": 1280, "height": 800}}

FAILED = pytest.StashKey[bool]()

type NewContext = Callable[..., BrowserContext]

# What Fin writes, or a mail brings, may take its time on a busy machine.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site, started once for all journeys; people who act in one journey must not be those of another."""
    running = RunningSite()
    try:
        yield running.start()
    except SiteFailedError as error:
        pytest.exit(f"The site for the journeys did not start:\n{error}", returncode=1)
    finally:
        running.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Our whole Chromium; no browser is an error, never a skip."""
    try:
        program = chromium.find(whole=True)
    except chromium.NoChromiumError as error:
        pytest.exit(str(error), returncode=1)
    return browser_type_launch_args | {"executable_path": program, "args": chromium.arguments()}


@pytest.fixture(scope="session")
def browsers(launch_browser: Callable[..., Browser]) -> Iterator[Callable[[str], Browser]]:
    """Gives the browser of a program, started when it is first asked for."""
    started: dict[str, Browser] = {}

    def get(program: str) -> Browser:
        if program not in started:
            started[program] = launch_browser(executable_path=program)
        return started[program]

    yield get
    for browser in started.values():
        browser.close()


@pytest.fixture
def browser(browsers: Callable[[str], Browser], request: pytest.FixtureRequest) -> Browser:
    """The quick Chromium, unless the journey is marked `embedded` or wants to be seen."""
    embedded = request.node.get_closest_marker("embedded") is not None
    return browsers(chromium.find(whole=embedded or request.config.getoption("--headed")))


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], site: Site) -> dict[str, Any]:
    """English, calm, and paths are the help center's."""
    return browser_context_args | {"base_url": site.help, "locale": "en-US", "reduced_motion": "reduce"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets a journey's fixtures know that it has failed."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


def _texts_of(page: Page) -> Iterator[str]:
    """What stands in a page's frames, for whoever looks into why a journey failed."""
    for frame in page.frames:
        yield f"--- {frame.url}"
        if frame is not page.main_frame:
            yield frame.evaluate("document.body.innerText")


@pytest.fixture
def new_context(new_context: NewContext, request: pytest.FixtureRequest) -> Iterator[NewContext]:
    """Makes contexts (1280 × 800 unless told) whose script errors and refused content fail the journey in the end."""
    errors: list[str] = []
    failed: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # An answer of 409 or 422 is reported as a resource that failed to load; those are what some journeys are about.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(f"{message.page.url if message.page else ''}: {message.text}")

    def look(frame: Frame) -> None:
        # The quick browser would let it have cookies and storage.
        addresses = [urlsplit(each.url) for each in (frame, frame.page.main_frame)]
        hosts = {address.hostname for address in addresses if address.scheme in ("http", "https")}
        if len(hosts) > 1 and request.node.get_closest_marker("embedded") is None:
            errors.append(f"{frame.url} is a frame of another site: mark the journey as `embedded`")

    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = new_context(**DESK | options)
        made.append(context)
        context.set_default_timeout(20_000)
        context.on("console", note)
        context.on("page", lambda page: page.on("framenavigated", look))
        # A script that did not come explains much; a page that was left while it loaded has such too.
        context.on("requestfailed", lambda asked: failed.append(f"{asked.url}: {asked.failure}"))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        return context

    yield make
    if request.node.stash.get(FAILED, False):
        texts = (text for context in made for page in context.pages for text in _texts_of(page))
        print(*texts, *errors, *failed, sep="\n")
    assert errors == [], "the browser's console"


@pytest.fixture
def new_page(new_context: NewContext) -> Callable[..., Page]:
    """Makes pages of people who know nothing of each other; options as Playwright's new_context."""
    return lambda **options: new_context(**options).new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A phone: 390 × 844, touch."""
    return new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)


@pytest.fixture
def plain(new_page: Callable[..., Page]) -> Page:
    """A browser with JavaScript off."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def staff_page(new_page: Callable[..., Page], site: Site) -> Callable[..., Page]:
    """Makes a page on which a member of staff (agent, lead, editor, officer, admin) is signed in to the admin.

    Options as of `new_page`.
    """

    def sign_in(name: str, **options: Any) -> Page:
        page = new_page(**options)
        sign_in_to_desk(page, site, name)
        return page

    return sign_in


@pytest.fixture
def host(page: Page, site: Site) -> HostPage:
    """A page at claude.localhost that has the messenger's script and has booted."""
    made = HostPage(page, site)
    made.go()
    assert made.call("boot") == Outcome()
    return made


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Asserts that axe-core finds nothing to complain of on the page as it is now (WCAG 2.2 AA)."""
    axe_script = Axe().axe_script

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_script)
        violations = page.evaluate(VIOLATIONS, AXE_OPTIONS)
        found = [f"{rule['id']}: {node['html'][:150]}" for rule in violations for node in rule["nodes"]]
        assert found == [], page.url

    return check
