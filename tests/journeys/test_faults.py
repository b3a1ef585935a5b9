"""When an answer doesn't come, or isn't one of ours: a notice says so, and what was typed stays on the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.people import open_panel
from tests.journeys.test_reading import open_guide


@pytest.fixture
def unlucky(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Page]:
    """A page whose console may complain, as it does of every answer that fails."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("fault", ["offline", "away", "proxy"])
def test_in_the_messenger_the_text_stays_and_a_notice_says_why(unlucky: Page, fault: str):
    unlucky.goto("/en/")
    panel = open_panel(unlucky)
    answers = {
        "away": {"status": 503, "body": "<main id='messenger'>away</main>"},
        "proxy": {"status": 413, "body": "no"},
    }
    unlucky.route("**/start*", lambda route: route.fulfill(**answers[fault]) if fault in answers else route.abort())
    panel.locator("#messenger-text").fill("an hour of work")
    panel.get_by_role("button", name="Send message").click()
    expect(panel.locator("#messenger-notice")).to_contain_text("We can't reach the help center")
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")
    unlucky.unroute("**/start*")
    panel.get_by_role("button", name="Send message").click()
    expect(panel.locator(".typed")).to_contain_text("an hour of work")
    expect(panel.locator("#messenger-notice")).to_be_hidden()


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (429, "<main><h1>Please wait</h1><p>Again in 5 minutes.</p></main>", "Again in 5 minutes."),
        (503, "<main id='messenger'><h1>Away</h1><p>The fault is ours.</p></main>", "The fault is ours."),
        (0, "", "ヘルプセンター"),
    ],
)
def test_a_comment_that_does_not_arrive_stays_in_its_form(unlucky: Page, status: int, body: str, words: str):
    open_guide(unlucky)
    unlucky.locator("button[name=face][value='-1']").click()
    unlucky.locator("#reaction textarea").fill("an hour of work")
    html = f"<!doctype html><html><body>{body}</body></html>"
    unlucky.route("**/reaction", lambda route: route.fulfill(status=status, body=html) if status else route.abort())
    for _press in range(2):
        unlucky.locator("#reaction form button").last.click()
        expect(unlucky.locator("#reaction [role=alert]")).to_have_count(1)
    if status:
        expect(unlucky.locator("#reaction [role=alert]")).to_have_text(words)
    expect(unlucky.locator("#reaction textarea")).to_have_value("an hour of work")


def test_an_answer_that_says_nothing_is_asked_for_as_a_page_with_the_face(unlucky: Page):
    open_guide(unlucky)
    posted: list[str | None] = []

    def answer(route: Route) -> None:
        posted.append(route.request.post_data)
        route.fulfill(status=502 if len(posted) == 1 else 200, content_type="text/html", body="")

    unlucky.route("**/reaction", answer)
    with unlucky.expect_navigation(url="**/reaction"):
        unlucky.locator("button[name=face][value='1']").click()
    assert posted == ["face=1", "face=1"]
