"""A real Chromium that reads an article and opens the messenger: bytes, requests, and time until one can type."""

import json
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium

# From the press until the field is there and the frame's scripts have run; and a frame with a constant answer.
_OPEN = """() => new Promise((done) => {
  const begun = performance.now();
  document.getElementById("launcher").click();
  const look = () => {
    const inside = document.querySelector("iframe.messenger-panel")?.contentDocument;
    const there = inside?.getElementById("messenger-text") && inside.defaultView.htmx;
    there && inside.readyState !== "loading" ? done(performance.now() - begun) : setTimeout(look, 1);
  };
  look();
})"""
_CONSTANT = """() => new Promise((done) => {
  const begun = performance.now(), frame = document.createElement("iframe");
  frame.onload = () => { done(performance.now() - begun); frame.remove(); };
  frame.src = "/healthz?" + begun;
  document.body.append(frame);
})"""
_LONG_TASKS = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((each) => each.duration)))
    .observe({type: "longtask", buffered: true});
}"""


@dataclass(frozen=True)
class Opening:
    """One opening: kilobytes as sent, requests, ms until usable, ms of a constant frame beside it."""

    kilobytes: float
    requests: int
    ms: float
    constant_ms: float


def openings(site: str, article: str, rounds: int) -> list[Opening]:
    """So many people, each with a browser that knows nothing yet, who open the panel on an article."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(whole=True), args=chromium.arguments())
        found = [_opening(browser, site + article) for _round in range(rounds + 1)]
        browser.close()
    return found[1:]


def _opening(browser: Browser, article: str) -> Opening:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(article, wait_until="networkidle")
    constant = page.evaluate(_CONSTANT)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda said: sizes.append(said["encodedDataLength"]))
    ms = page.evaluate(_OPEN)
    page.wait_for_timeout(1_000)  # for what is loaded behind it
    transferred = [size for size in sizes if size]
    context.close()
    return Opening(sum(transferred) / 1024, len(transferred), ms, constant)


def launcher(site: str, article: str) -> tuple[float, float, float]:
    """Kilobytes of the launcher's script, ms that the launcher's scripts run on an article, and its longest task."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(whole=True), args=chromium.arguments())
        runs = [_running(browser.new_context().new_page(), browser, site + article) for _round in range(3)]
        browser.close()
    return tuple(statistics.median(each) for each in zip(*runs, strict=True))  # type: ignore[return-value]


def _running(page: Page, browser: Browser, article: str) -> tuple[float, float, float]:
    sizes: list[int] = []

    def note(answer: object) -> None:
        if "/launcher." in answer.url:  # type: ignore[attr-defined]
            sizes.append(answer.request.sizes()["responseBodySize"])  # type: ignore[attr-defined]

    page.on("requestfinished", lambda request: note(request.response()))
    page.add_init_script(f"({_LONG_TASKS})()")
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(article, wait_until="networkidle")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    microseconds = [
        event.get("dur", 0) for event in events if event["name"] == "EvaluateScript" and _is_launcher(event)
    ]
    longest = max(page.evaluate("longTasks"), default=0)
    page.context.close()
    return sum(sizes) / 1024, sum(microseconds) / 1000, longest


def _is_launcher(event: dict[str, object]) -> bool:
    return "/launcher" in str(event.get("args", {}))
