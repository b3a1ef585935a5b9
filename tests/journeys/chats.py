"""A conversation with Fin as a journey about its screen begins it, and what has the focus there."""

from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys.people import reach_fin

QUESTION = "How do I cancel my subscription?"
TOPIC = "Plans and cancellation"
PANEL = {"width": 400, "height": 672}


def go_straight_to_fin(messenger: FrameLocator | Page, text: str, *, topic: str) -> None:
    """From the messenger's home to Fin's answer by the topic beside the question, in any language; agrees if asked."""
    messenger.locator("#messenger-text").fill(text)
    messenger.locator(f"#start-form button[value={topic}]").click()
    agree, answer = messenger.locator("form[action$='/agree'] button"), messenger.locator("[data-author=fin] .bubble")
    details = messenger.locator("form[action$='/details'] > .button")
    for step in (agree, details):
        expect(agree.or_(details).or_(answer)).to_be_visible()
        if step.is_visible():
            step.click()
            expect(step).to_be_hidden()
    expect(answer).to_be_visible()


def with_fin(page: Page, *, size: dict[str, int] | None = None) -> Page:
    """A stranger's conversation in a frame of its own, as the panel shows it."""
    page.goto("/en/messenger/?panel=1")
    reach_fin(page, text=QUESTION, topic=TOPIC)
    if size:
        page.set_viewport_size(size)
        page.goto(f"{address_of(page)}?panel=1")
    return page


def address_of(page: Page) -> str:
    """The address of the conversation that the page shows."""
    return page.locator("#thread").get_attribute("data-thread").removesuffix("thread")


def focused(messenger: Page | FrameLocator) -> str:
    """What has the focus, by its id or class."""
    return messenger.locator("body").evaluate("() => document.activeElement.id || document.activeElement.className")
