"""The main road in Japanese: by keyboard alone, in a product's page, and without scripts."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.journeys.keyboard import press, tab_to
from tests.journeys.people import come_to_help_center, sign_in_at
from tests.journeys.site import Site
from tests.journeys.ways import panel_of

QUESTION = "解約したのに請求されました"


def go_on(messenger: FrameLocator | Page, press: Callable[[Locator], None], *, topic: str) -> None:
    """From the sent question to the ticket; `press` says how a button is pressed."""
    agree, topics = messenger.locator("form[action$='/agree'] button"), messenger.locator(f".topics [value={topic}]")
    expect(agree.or_(topics)).to_be_visible()
    if agree.is_visible():
        expect(messenger.locator("#screen-title")).to_have_text("ご利用の前に")
        press(agree)
    press(topics)
    details, no = (
        messenger.locator("form[action$='/details'] > .button"),
        messenger.locator("[formaction$='/not-solved']"),
    )
    expect(details.or_(no)).to_be_visible()
    if details.is_visible():
        expect(messenger.locator("#id_text")).to_have_value(QUESTION)
        press(details)
    press(no)
    press(messenger.get_by_role("button", name="Product Support チームに転送する"))
    expect(messenger.locator(".case-line summary")).to_contain_text("受付済み")
    expect(messenger.locator("[data-author=event] .reference")).to_contain_text("HC-")
    expect(messenger.locator("[data-author=person] .bubble")).to_have_text(QUESTION)


def test_by_keyboard_alone_from_an_article_to_a_ticket_and_one_more_message(
    new_page: Callable[..., Page], site: Site, accessible: Callable[[Page], None]
) -> None:
    page = new_page()
    come_to_help_center(page, site, "claude", "Kenji Hayashi", locale="ja")
    page.goto("/ja/articles/9018020")
    tab_to(page, page.locator("[data-open-messenger]").first)
    page.keyboard.press("Enter")
    panel = panel_of(page)
    expect(panel.locator("#messenger-text")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Control+Enter")

    go_on(panel, partial(press, page), topic="subscription")
    accessible(page)
    [receipt] = site.wait_for_mail(to="kenji.hayashi@hinode.example")
    assert panel.locator("[data-author=event] .reference").inner_text() in str(receipt["Subject"])
    tab_to(page, panel.locator("#composer-text"))
    page.keyboard.type("領収書もお願いします")
    page.keyboard.press("Control+Enter")
    expect(panel.locator("[data-author=person] .bubble").last).to_have_text("領収書もお願いします")
    expect(panel.locator("#composer-text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.locator("[data-open-messenger]").first).to_be_focused()


@pytest.mark.embedded
def test_in_a_products_page(page: Page, site: Site, accessible: Callable[[Page], None]) -> None:
    sign_in_at(page, site, "platform", "Mika Berg", locale="ja")
    page.locator("[data-account] summary").click()
    page.locator("[data-get-help]").click()
    frame = page.frame_locator("iframe")
    frame.locator("#messenger-text").fill(QUESTION)
    frame.locator("#start-form > .button").click()
    go_on(frame, lambda button: button.click(), topic="api")
    expect(frame.locator("html")).to_have_attribute("lang", "ja")
    accessible(page)
    assert [cookie for cookie in page.context.cookies() if "help." in cookie["domain"]] == []


def test_without_scripts(plain: Page, site: Site) -> None:
    come_to_help_center(plain, site, "claude", "Sakura Ono", locale="ja")
    plain.goto("/ja/messenger/")
    plain.locator("#messenger-text").fill(QUESTION)
    plain.locator("#start-form > .button").click()
    go_on(plain, lambda button: button.click(), topic="subscription")
    expect(plain.locator("html")).to_have_attribute("lang", "ja")
    plain.locator("#composer-text").fill("領収書もお願いします")
    plain.locator(".send").click()
    expect(plain.locator("[data-author=person] .bubble").last).to_have_text("領収書もお願いします")


def test_without_scripts_who_cannot_log_in_proves_an_address_and_gets_a_ticket(plain: Page, site: Site) -> None:
    plain.goto("/ja/messenger/cant-log-in")
    plain.locator("[value=locked-out-login-mail]").click()
    plain.locator("form[action$='/agree'] button").click()
    plain.locator("#id_text").fill("ログインメールが届きません")
    plain.get_by_label("アカウントのメールアドレス").fill("lost@customers.example")
    plain.get_by_label("メールボックスの種類").select_option("gone")
    plain.get_by_label("どこまで確認しましたか").select_option("all")
    plain.get_by_label("回答を受け取るメールアドレス").fill("reachable@customers.example")
    plain.locator("form[action$='/details'] > .button").click()
    plain.locator("[formaction$='/not-solved']").click()
    plain.locator(".button[formaction$='/ask-code']").click()
    code = site.wait_for_code(to="reachable@customers.example")
    plain.reload()
    plain.locator("#id_code").fill("0")
    plain.locator(".button[formaction$='/type-code']").click()
    expect(plain.locator("#id_code_error")).to_be_visible()
    # As a Japanese keyboard writes digits.
    plain.locator("#id_code").fill("".join(chr(ord("０") + int(digit)) for digit in code))
    plain.locator(".button[formaction$='/type-code']").click()
    expect(plain.locator("[data-author=event] .reference")).to_contain_text("HC-")

    # The account's own address hears of it, and stops it.
    [notice] = site.wait_for_mail(to="lost@customers.example")
    assert "ログインメールが届かない" in notice.get_body(("plain",)).get_content()
    [link] = re.findall(r"http://\S+/ja/not-me/\S+", notice.get_body(("plain",)).get_content())
    plain.goto(link)
    plain.locator(".door form button").click()
    expect(plain.locator(".door [role=status]")).to_be_visible()
