"""When an answer doesn't come, or isn't one of ours: a notice says so, and what was typed stays on the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.people import open_panel
from tests.journeys.test_reading import open_guide
from tests.journeys.ways import at, browser_back, frame_of

# The name of the submission, as the page gives it, but known.
SUBMISSION = """() => {
    const form = document.querySelector("form[action$='/start']");
    const field = form.elements.submission || form.appendChild(document.createElement("input"));
    Object.assign(field, { type: "hidden", name: "submission", value: "first" });
}"""


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


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_what_is_sent_offline_waits_and_goes_out_once_when_the_line_is_back(page: Page, locale: str):
    page.goto(f"/{locale}/")
    panel = open_panel(page)
    sent: list[str | None] = []
    page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    frame_of(page).evaluate(SUBMISSION)
    panel.locator("#messenger-text").fill("an hour of work")
    page.context.set_offline(True)
    notice = panel.locator("#messenger-notice")
    expect(notice).to_have_text(panel.locator("#messenger-notice").get_attribute("data-offline") or "")
    send = panel.locator("form[action$='/start'] button").first
    for _press in range(2):
        send.click()
        expect(notice).to_have_text(notice.get_attribute("data-waiting") or "")
    expect(send).to_have_attribute("aria-busy", "true")
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")
    tried = len(sent)
    page.context.set_offline(False)
    expect(panel.locator(".typed")).to_contain_text("an hour of work")
    expect(notice).to_be_hidden()
    assert len(sent) == tried + 1
    # However often it was tried, it was the same submission.
    (only,) = {data or "" for data in sent}
    assert only.startswith("submission=first&")
    assert only.endswith("&text=an+hour+of+work")


def test_on_its_own_page_what_is_sent_offline_waits_too(page: Page):
    page.goto("/en/messenger/")
    page.locator("#messenger-text").fill("an hour of work")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send message").click()
    expect(page.locator("#messenger-notice")).to_contain_text("You are offline.")
    expect(page.locator("#messenger-text")).to_have_value("an hour of work")
    page.context.set_offline(False)
    expect(page.locator(".typed")).to_contain_text("an hour of work")


def test_what_is_changed_after_a_try_is_another_submission_and_a_second_try_is_not(unlucky: Page):
    unlucky.goto("/en/")
    panel = open_panel(unlucky)
    frame_of(unlucky).evaluate(SUBMISSION)
    name = panel.locator("form[action$='/start'] [name=submission]")
    unlucky.route("**/start*", lambda route: route.fulfill(status=502, body="null"))
    panel.locator("#messenger-text").fill("an hour")
    for _press in range(2):
        panel.get_by_role("button", name="Send message").click()
        expect(panel.locator("#messenger-again")).to_be_visible()
        expect(name).to_have_value("first")
    panel.locator("#messenger-text").fill("an hour of work")
    expect(name).not_to_have_value("first")
    changed = name.input_value()
    # The page it is loaded into next has a name of its own to offer; the words keep theirs.
    unlucky.reload()
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")
    frame_of(unlucky).evaluate(SUBMISSION)
    panel.get_by_role("link", name="Your options").click()
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")
    kept = frame_of(unlucky).evaluate("JSON.parse(sessionStorage['messenger.kept:/messenger/start']).submission")
    assert kept == changed
    assert "null" not in panel.locator("#messenger-shell").inner_text()


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 502, "body": "null"},
        {"status": 404, "body": ""},
        {"status": 200, "body": "<h1>Log in to the Wi-Fi</h1>"},
    ],
    ids=["away", "gone", "somebody-elses"],
)
def test_a_link_that_fails_leaves_the_screen_and_can_be_tried_again(unlucky: Page, answer: dict[str, object]):
    unlucky.goto("/en/")
    panel = open_panel(unlucky)
    panel.locator("#messenger-text").fill("an hour of work")
    unlucky.route("**/reach*", lambda route: route.fulfill(content_type="text/html", **answer))
    panel.get_by_role("link", name="Your options").click()
    expect(panel.locator("#messenger-notice")).to_contain_text("We can't reach the help center")
    assert "null" not in panel.locator("body").inner_text()
    expect(panel.locator("#messenger-text")).to_have_value("an hour of work")
    unlucky.unroute("**/reach*")
    panel.get_by_role("button", name="Try again").click()
    at(unlucky, "What support can I get?")
    expect(panel.locator("#messenger-notice")).to_be_hidden()


def test_a_step_back_that_fails_changes_nothing(unlucky: Page):
    unlucky.goto("/en/")
    panel = open_panel(unlucky)
    panel.get_by_role("link", name="Your options").click()
    at(unlucky, "What support can I get?")
    unlucky.context.set_offline(True)
    browser_back(unlucky)
    expect(panel.locator("#messenger-notice")).to_contain_text("You are offline.")
    unlucky.context.set_offline(False)
    at(unlucky, "What support can I get?")
    expect(panel.locator("#messenger-notice")).to_be_hidden()
    panel.locator("[data-back]").click()
    expect(panel.locator("#messenger-text")).to_be_visible()


def test_a_slow_answer_says_that_it_is_at_work_and_a_second_press_does_nothing(unlucky: Page):
    unlucky.goto("/en/")
    panel = open_panel(unlucky)
    sent: list[Route] = []
    unlucky.route("**/start*", lambda route: sent.append(route))
    panel.locator("#messenger-text").fill("an hour of work")
    send = panel.get_by_role("button", name="Send message")
    before = send.bounding_box()
    send.click()
    expect(send).to_have_attribute("aria-busy", "true")
    assert send.bounding_box() == before
    send.click()
    unlucky.wait_for_timeout(200)
    [only] = sent
    only.continue_()
    expect(panel.locator(".typed")).to_contain_text("an hour of work")
    assert len(sent) == 1


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


def test_a_comment_outlives_a_reload_and_is_kept_no_longer_once_it_is_sent(unlucky: Page):
    comment = unlucky.locator("#reaction textarea")
    for typed in ("", "an hour of work"):
        open_guide(unlucky)
        unlucky.locator("button[name=face][value='-1']").click()
        expect(comment).to_have_value(typed)
        comment.fill("an hour of work")
    unlucky.locator("#reaction form button").last.click()
    expect(unlucky.locator("#reaction [role=status]")).to_be_visible()
    assert unlucky.evaluate("sessionStorage.length") == 0


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
