"""Pictures and files beside what is typed: picked, pasted and dropped, offline, without scripts, embedded."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.journeys.people import open_panel, reach_fin, sign_in_at
from tests.journeys.site import Site
from tests.pictures import PDF, picture

type Check = Callable[[Page], None]
SCREEN = {"name": "screen.png", "mimeType": "image/png", "buffer": picture("PNG")}
LOG = {"name": "error.log", "mimeType": "text/plain", "buffer": "Zeile 1: エラー\n".encode()}
# Hands the element a file as a paste, or as a drop on it.
GIVE = """(element, {kind, name, text}) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/plain"}));
  const more = kind === "paste" ? {clipboardData: data} : {dataTransfer: data};
  const made = kind === "paste" ? new ClipboardEvent(kind, {bubbles: true, cancelable: true, ...more})
    : new DragEvent(kind, {bubbles: true, cancelable: true, ...more});
  element.dispatchEvent(made);
}"""


def chat(panel: FrameLocator | Page) -> None:
    reach_fin(panel, text="The page stays white", topic="Something else")


def _room(sent: Locator) -> dict[str, float]:
    """What the picture of a message takes up; an answer may scroll it elsewhere."""
    box = sent.locator("img").bounding_box()
    return {side: box[side] for side in ("width", "height")}


def test_files_are_picked_pasted_and_dropped_and_go_with_the_message(
    new_page: Callable[..., Page], accessible: Check
) -> None:
    page = new_page()
    page.goto("/en/")
    panel = open_panel(page)
    chat(panel)
    panel.get_by_label("Attach files").focus()
    panel.get_by_label("Attach files").set_input_files([SCREEN, LOG])
    expect(panel.locator("[data-files-remove]")).to_have_count(2)
    expect(panel.locator("[data-files-said]")).to_have_text("error.log is attached.")
    expect(panel.locator(".attach-file img")).to_have_js_property("naturalWidth", 320)
    text = panel.locator("#composer-text")
    text.fill("Half a sentence")
    text.evaluate(GIVE, {"kind": "paste", "name": "pasted.txt", "text": "from the clipboard"})
    expect(panel.get_by_role("button", name="Remove pasted.txt")).to_be_visible()
    panel.locator(".thread").evaluate(GIVE, {"kind": "drop", "name": "page.html", "text": "<html>"})
    expect(panel.locator(".attach-file.error")).to_contain_text("Web pages and SVG drawings can't be sent.")
    accessible(page)
    panel.get_by_role("button", name="Remove pasted.txt").click()
    expect(panel.locator("[data-files-remove]")).to_have_count(2)
    expect(panel.locator("[data-files-said]")).to_have_text("pasted.txt was removed.")
    expect(text).to_have_value("Half a sentence")
    text.press("Control+Enter")
    sent = panel.locator("[data-author=person]").last
    expect(sent.locator(".sent-files")).to_contain_text("error.log")
    expect(sent.locator("img")).to_have_js_property("naturalWidth", 320)
    room = _room(sent)
    assert room["height"] > 100, "the picture"
    page.route("**/*", lambda route: None if route.request.resource_type == "image" else route.continue_())
    sent.locator("img").evaluate("(e) => (e.replaceWith(e.cloneNode()), 0)")
    sent.locator("img").evaluate("(e) => (e.src += '&again', 0)")
    assert _room(sent) == room, "before it has arrived"
    page.unroute("**/*")
    expect(panel.locator("[data-files-remove]")).to_have_count(0)
    with page.expect_download() as saved:
        sent.get_by_role("link", name="error.log").click()
    assert saved.value.suggested_filename == "error.log"
    expect(text).to_be_visible()


def test_a_file_picked_offline_is_sent_when_the_line_is_back(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/en/messenger/")
    chat(page)
    page.context.set_offline(True)
    page.get_by_label("Attach files").set_input_files(LOG)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.locator("#composer-text").fill("This is the log")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-files-said]")).to_have_text("It is sent as soon as the files are there.")
    page.context.set_offline(False)
    expect(page.locator("[data-author=person]").last.locator(".sent-files")).to_contain_text("error.log")
    expect(page.locator("[data-author=person]").last).to_contain_text("This is the log")


def test_what_was_attached_survives_a_reload(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/en/messenger/")
    chat(page)
    page.get_by_label("Attach files").set_input_files(SCREEN)
    expect(page.locator("[data-files-said]")).to_have_text("screen.png is attached.")
    page.reload()
    expect(page.get_by_role("button", name="Remove screen.png")).to_be_visible()


def test_without_scripts_the_form_carries_files_and_a_wrong_one_loses_nothing(plain: Page) -> None:
    plain.goto("/ja/messenger/")
    plain.locator("#messenger-text").fill("画面が真っ白です")
    plain.locator("form[action$=start] > .button").first.click()
    plain.locator("form[action$=agree] button").last.click()
    plain.locator("button[name=topic][value=api]").click()
    plain.locator("#files-pick").set_input_files([SCREEN, {**LOG, "name": "x.zip", "buffer": b"PK\3\4\0\0"}])
    plain.locator(".stack > .button").last.click()
    expect(plain.locator("[data-files-error]")).to_contain_text("x.zip")
    expect(plain.locator(".attach-file")).to_contain_text("screen.png")
    expect(plain.locator("#id_text")).to_have_value("画面が真っ白です")
    plain.locator(".stack > .button").last.click()
    expect(plain.locator("[data-author=person] .sent-files")).to_contain_text("screen.png")
    with plain.expect_download() as saved:
        plain.locator(".sent-files a").click()
    assert saved.value.suggested_filename == "screen.png"


@pytest.mark.embedded
def test_a_products_page_sends_and_saves_files_without_a_cookie(page: Page, site: Site) -> None:
    sign_in_at(page, site, "platform", "Mika Berg")
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    reach_fin(frame, text="My API calls fail with error 529", topic="API errors and limits")
    frame.get_by_label("Attach files").set_input_files([{**LOG, "name": "ログ.pdf", "buffer": PDF}, SCREEN])
    expect(frame.locator(".attach-file img")).to_have_js_property("naturalWidth", 320)
    frame.locator("#composer-text").fill("Here it is")
    frame.get_by_role("button", name="Send", exact=True).click()
    sent = frame.locator("[data-author=person]").last
    expect(sent.locator("img")).to_have_js_property("naturalWidth", 320)
    with page.expect_download() as saved:
        sent.get_by_role("link", name="ログ.pdf").click()
    assert saved.value.suggested_filename == "ログ.pdf"
    assert [cookie for cookie in page.context.cookies() if "help." in cookie["domain"]] == []
