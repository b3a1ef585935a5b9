"""What somebody does who has no mouse: from stop to stop by Tab, and a press there."""

from playwright.sync_api import Locator, Page, expect

# More stops than the longest page has, and its panel.
MOST_STOPS = 120


def tab_to(page: Page, target: Locator, *, by: str = "Tab") -> None:
    """Presses Tab (or Shift+Tab) until the target has the focus."""
    expect(target).to_be_visible()
    for _stop in range(MOST_STOPS):
        if target.evaluate("(each) => each === document.activeElement && document.hasFocus()"):
            return
        page.keyboard.press(by)
    raise AssertionError(target)


def press(page: Page, target: Locator, *, key: str = "Enter", by: str = "Tab") -> None:
    """Comes to the target and presses it."""
    tab_to(page, target, by=by)
    page.keyboard.press(key)


def press_once_drawn(page: Page, key: str) -> None:
    """Press a key on a page that has just been come to: a browser may drop keys until it has drawn a first picture."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.keyboard.press(key)
