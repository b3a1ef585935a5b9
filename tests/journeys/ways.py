"""How people walk in the messenger's panel, and what tells where they are and what they have typed."""

from playwright.sync_api import Frame, FrameLocator, Page, expect

from tests.journeys.people import reach_fin

PANEL = "iframe.messenger-panel"
# The fields that somebody types into or chooses from, by form and name; the same in every language.
FIELDS = """() => Object.fromEntries(
    [...document.querySelectorAll('#messenger-shell :is(textarea, select, input):not([type=hidden], [type=file])')]
        .filter((field) => field.name && field.form)
        .map((field) => [field.form.getAttribute('action').split('/messenger/')[1] + ' ' + field.name, field.value]))"""
# One after the other, as a person types them; a select gets its last choice.
FILL = """(words = 'half a sentence') => {
    const samples = { date: '2026-11-01', number: '7', email: words.replaceAll(' ', '.') + '@example.com' };
    const fields = '#messenger-shell :is(textarea, select, input):not([type=hidden], [type=file])';
    document.querySelectorAll(fields).forEach((field) => {
        field.value = field.options ? [...field.options].at(-1).value : samples[field.type] || words;
        field.dispatchEvent(new Event('input', { bubbles: true }));
    });
}"""


def frame_of(page: Page) -> Frame:
    """The panel's own document."""
    handle = page.locator(PANEL).element_handle()
    frame = handle.content_frame()
    assert frame is not None
    return frame


def panel_of(page: Page) -> FrameLocator:
    """The panel, for what stands in it."""
    return page.frame_locator(PANEL)


def at(page: Page, title: str) -> FrameLocator:
    """The panel once it shows the screen with this title, and its document says so."""
    panel = panel_of(page)
    expect(panel.locator("#screen-title")).to_have_text(title)
    expect(panel.locator("html")).not_to_have_attribute("aria-busy", "true")
    return panel


def browser_back(page: Page) -> None:
    """The browser's own Back, which may be a step of the frame."""
    page.evaluate("history.back()")


def ask_fin(page: Page, text: str, *, topic: str = "Plans and cancellation") -> FrameLocator:
    """From the panel's home to the chat with Fin's answer, and the panel."""
    panel = panel_of(page)
    reach_fin(panel, text=text, topic=topic)
    return panel
