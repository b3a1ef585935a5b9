"""What happens beside the main road, in Japanese: a visit that ends, two tabs, what is read aloud, zoom, secrets."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.chats import address_of, go_straight_to_fin
from tests.journeys.people import answer_as, come_to_help_center, open_panel
from tests.journeys.site import Site
from tests.journeys.test_conversation_room import is_read

type Check = Callable[[Page], None]

QUESTION = "解約したのに請求されました"
TYPED = "領収書も再発行をお願いできますか。"
# What a screen reader is given to say, word for word as often as it is given.
LISTEN = """() => {
    window.heard = [];
    const line = document.getElementById("messenger-said");
    new MutationObserver(() => window.heard.push(line.textContent))
        .observe(line, { childList: true, characterData: true, subtree: true });
}"""


def test_a_login_that_ends_while_one_types_costs_no_word(new_page: Callable[..., Page], site: Site, accessible: Check):
    page = new_page()
    come_to_help_center(page, site, "claude", "Lucas Weber", locale="ja")
    panel = open_panel(page)
    go_straight_to_fin(panel, QUESTION, topic="subscription")
    panel.locator("#composer-text").fill(TYPED)
    page.context.clear_cookies()
    panel.locator(".send").click()
    expect(panel.locator("#screen-title")).to_have_text("この会話はここでは開けません")
    expect(panel.get_by_label("入力された内容は残っています")).to_have_value(TYPED)
    accessible(page)
    panel.get_by_role("button", name="この内容で会話を始める").click()
    panel.get_by_role("button", name="同意する").click()
    panel.locator(".topics [value=subscription]").click()
    expect(panel.locator("[data-author=person] .bubble")).to_have_text(TYPED)


def test_what_another_tab_sends_leaves_a_word_that_is_being_converted(page: Page):
    page.goto("/ja/messenger/")
    go_straight_to_fin(page, QUESTION, topic="subscription")
    other = page.context.new_page()
    other.goto(page.url)
    field = other.locator("#composer-text")
    field.focus()
    keys = page.context.new_cdp_session(other)
    keys.send("Input.imeSetComposition", {"text": "りょうしゅうしょ", "selectionStart": 8, "selectionEnd": 8})
    page.locator("#composer-text").fill("プランは Pro です")
    page.locator(".send").click()
    expect(other.locator("[data-author=person] .bubble").last).to_have_text("プランは Pro です")
    expect(other.locator("[data-author=fin] .bubble")).to_have_count(2)
    expect(field).to_have_value("りょうしゅうしょ")
    keys.send("Input.insertText", {"text": "領収書"})
    expect(field).to_have_value("領収書")
    expect(field).to_be_focused()


def test_each_answer_is_read_aloud_once_however_often_the_page_asks_again(
    new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site
):
    page = new_page()
    page.clock.install()
    come_to_help_center(page, site, "claude", "Sakura Ono", locale="ja")
    page.goto("/ja/messenger/?panel=1")
    go_straight_to_fin(page, QUESTION, topic="subscription")
    page.evaluate(LISTEN)
    page.locator("#composer-text").fill(TYPED)
    page.locator("#composer-text").press("Control+Enter")
    expect(page.locator("[data-author=fin] .bubble")).to_have_count(2)
    assert "".join(heard(page)).count("Fin の回答：") == 1
    page.locator("[formaction$='/not-solved']").click()
    page.get_by_role("button", name="Product Support チームに転送する").click()
    expect(page.locator(".case-line summary")).to_contain_text("受付済み")
    reference = page.locator("[data-author=event] .reference").inner_text()

    before = len(heard(page))
    answer_as(staff_page("agent"), reference, "返金の手続きをいたしました。")
    ask_again(page)
    expect(page.locator("[data-author=team] .bubble")).to_have_text("返金の手続きをいたしました。")
    expect(page.locator(".case-line summary")).to_contain_text("ご返信をお待ちしています")
    expect(page.locator(".turn-new")).to_have_text("新着")
    for _poll in range(2):
        ask_again(page)
    [said] = heard(page)[before:]
    assert said.endswith("返金の手続きをいたしました。")
    assert "Fin" not in said
    assert "メール" in said


def heard(page: Page) -> list[str]:
    """All that was given to be read aloud since one listened."""
    found: list[str] = page.evaluate("heard")
    return found


def ask_again(page: Page) -> None:
    """The thread asks by itself whether there is anything new, and has its answer."""
    with page.expect_response("**/thread?*"):
        page.clock.fast_forward("00:21")


def test_zoomed_and_in_the_narrowest_window_answer_and_composer_can_be_used(page: Page):
    page.goto("/ja/messenger/?panel=1")
    go_straight_to_fin(page, QUESTION, topic="subscription")
    page.goto(f"{address_of(page)}?panel=1")
    page.locator("[formaction$='/not-solved']").click()
    expect(page.locator(".onward")).to_be_visible()
    # 200 % and 400 % of 1280 × 1024, and the narrowest phone.
    for width, height in ((640, 512), (320, 256), (320, 568)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        for part in (".citation blockquote :is(li, p)", ".onward a", "#composer-text"):
            assert is_read(page, part), (part, width, height)
        page.locator(".bar-menu > summary").click()
        for each in page.locator(".bar-sheet > form button, .bar-sheet > details > summary").all():
            each.scroll_into_view_if_needed()
            expect(each).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
    page.locator("#composer-text").fill(TYPED)
    page.locator(".send").click()
    expect(page.locator("[data-author=person]")).to_have_count(2)


def test_secrets_are_hidden_and_one_is_told_which_and_what_to_do(page: Page):
    page.goto("/ja/")
    panel = open_panel(page)
    card, password, key = (
        "４２４２ ４２４２ ４２４２ ４２４２",
        "Himitsu-1234",
        "sk-ant-api03-abcdefghijklmnopqrstuvwxyz",
    )
    panel.locator("#messenger-text").fill(f"カードは {card}、パスワードは「{password}」です。")
    panel.locator("#start-form > .button").click()
    told = panel.locator(".typed ~ .masked")
    expect(told).to_contain_text("カード番号を伏せ字にしました。お問い合わせには下4桁だけで十分です。")
    expect(told).to_contain_text("ご利用のサービスで変更してください。")
    typed = panel.locator(".typed")
    expect(typed).not_to_contain_text(password)
    expect(typed).not_to_contain_text("４２４２ ４２４２")
    panel.get_by_role("button", name="同意する").click()
    panel.locator(".topics [value=subscription]").click()
    expect(panel.locator("[data-author=fin] .bubble")).to_be_visible()
    panel.locator("#composer-text").fill(f"鍵は {key} です")
    panel.locator(".send").click()
    sent = panel.locator("[data-author=person]").last
    expect(sent).to_contain_text("このキーを削除し、新しいキーを作成してください。")
    expect(sent.locator(".bubble")).not_to_contain_text(key)
    # How to replace it is one press away, and so is the way back.
    sent.get_by_role("link").click()
    expect(panel.locator(".article-inside")).to_be_visible()
    panel.locator("[data-back]").click()
    expect(sent.locator(".masked")).to_be_visible()
    # Nor does the browser keep what was hidden.
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert not [secret for secret in (card, password, key) if secret in kept]
