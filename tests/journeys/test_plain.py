"""Without JavaScript: search and back, going on where one was, files, secrets, and the case page with all of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chats import go_straight_to_fin
from tests.journeys.people import come_to_help_center
from tests.journeys.site import Site
from tests.pictures import picture

SCREEN = {"name": "screen.png", "mimeType": "image/png", "buffer": picture("PNG")}
ARCHIVE = {"name": "x.zip", "mimeType": "application/zip", "buffer": b"PK\3\4\0\0"}
# The bar's Back, which takes along what is typed where somebody types.
BACK = ".bar [data-back]:visible, .bar > noscript > .leaves"
KEY = "sk-ant-api03-abcdefghijklmnop"


def back(page: Page) -> None:
    """One screen up, as the bar leads."""
    page.locator(BACK).click()


@pytest.mark.parametrize(
    ("locale", "words", "question"),
    [("en", "cancel", "How do I cancel my subscription?"), ("ja", "解約", "解約したのに請求されました")],
    ids=["en", "ja"],
)
def test_from_home_to_hits_to_an_article_back_and_on_with_the_conversation(
    plain: Page, locale: str, words: str, question: str
) -> None:
    plain.goto(f"/{locale}/messenger/")
    go_straight_to_fin(plain, question, topic="subscription")
    back(plain)
    field = plain.locator("#plain-q")
    field.fill(words)
    field.press("Enter")
    expect(field).to_have_value(words)
    # Who finds nothing there asks Fin the same words.
    expect(plain.locator("#messenger-text")).to_have_value(words)
    hit = plain.locator(".hits .leaves").nth(1)
    title = hit.locator("strong").inner_text()
    hit.click()
    expect(plain.locator(".article-title")).to_have_text(title)
    back(plain)
    expect(field).to_have_value(words)
    expect(hit).to_contain_text(title)
    back(plain)
    running = plain.locator(".leaves.teaser")
    expect(running).to_contain_text({"en": f"Continue: {question}", "ja": f"続きから：{question}"}[locale])
    running.click()
    expect(plain.locator("[data-author=person] .bubble")).to_have_text(question)


def test_a_search_without_a_hit_says_so_and_hands_its_words_to_fin(plain: Page) -> None:
    plain.goto("/ja/messenger/search?q=xyzzyplugh")
    expect(plain.locator(".nothing")).to_contain_text("「xyzzyplugh」")
    plain.locator("form[action$='/start'] button").click()
    expect(plain.locator(".typed")).to_contain_text("xyzzyplugh")


def test_secrets_are_hidden_on_each_way_in_and_one_is_told(plain: Page) -> None:
    plain.goto("/en/messenger/")
    plain.locator("#messenger-text").fill(f"My key {KEY} fails")
    plain.get_by_role("button", name="Send message").click()
    expect(plain.locator(".masked")).to_contain_text("Treat it as leaked: delete the key and make a new one.")
    expect(plain.locator(".typed")).to_contain_text("My key [API key sk-ant-")
    assert KEY not in plain.content()
    plain.get_by_role("link", name="How to replace a key").click()
    back(plain)
    plain.get_by_role("button", name="Agree").click()
    plain.locator(".topics [value=api]").click()
    # Beside a field of the details, which waits there unsent.
    text = plain.locator("#id_text")
    text.fill("password: Himitsu-1234")
    plain.get_by_role("button", name="Change").click()
    plain.locator(".topics [value=api]").click()
    expect(plain.locator(".masked")).to_contain_text("change it where you use it")
    assert "Himitsu-1234" not in plain.content()
    plain.locator(".stack > .button").last.click()
    expect(plain.locator("[data-author=fin] .bubble")).to_be_visible()
    # In the composer, on a side trip and when it is sent.
    composer = plain.locator("#composer-text")
    composer.fill("card 4242 4242 4242 4242")
    plain.get_by_role("button", name="No, not yet").click()
    expect(plain.locator(".composer .masked")).to_contain_text("Its last four digits are enough for us.")
    expect(composer).not_to_have_value("card 4242 4242 4242 4242")
    plain.locator(".send").click()
    sent = plain.locator("[data-author=person]").last
    expect(sent.locator(".masked")).to_contain_text("Its last four digits are enough for us.")
    assert "4242 4242" not in plain.content()


def test_in_the_chat_and_on_the_case_page_a_wrong_file_costs_neither_the_words_nor_the_right_one(
    plain: Page, new_page: Callable[..., Page], site: Site
) -> None:
    come_to_help_center(plain, site, "claude", "Theo Laurent", locale="ja")
    plain.goto("/ja/messenger/")
    go_straight_to_fin(plain, "解約したのに請求されました", topic="subscription")
    composer = plain.locator("#composer-text")
    composer.fill("画面はこちらです")
    plain.locator("#files-pick").set_input_files([SCREEN, ARCHIVE])
    plain.locator(".send").click()
    expect(plain.locator("[data-files-error]")).to_contain_text("x.zip")
    expect(composer).to_have_value("画面はこちらです")
    plain.locator(".send").click()
    expect(plain.locator("[data-author=person]").last.locator(".sent-files")).to_contain_text("screen.png")
    expect(plain.locator("[data-author=person] .bubble").last).to_have_text("画面はこちらです")
    plain.locator("[formaction$='/not-solved']").click()
    plain.get_by_role("button", name="Product Support チームに転送する").click()
    reference = plain.locator("[data-author=event] .reference").inner_text()

    reader = new_page(java_script_enabled=False)
    reader.goto(site.case_page_in(site.wait_for_mail(to="theo.laurent@example.com", about=reference)[-1]))
    message, send = reader.locator("#write textarea"), reader.locator("#write form > p .button")
    message.fill(f"鍵は {KEY} です")
    reader.locator("#case-files").set_input_files([{**SCREEN, "name": "二枚目.png"}, ARCHIVE])
    send.click()
    expect(reader.get_by_role("alert").first).to_contain_text("x.zip")
    expect(message).to_contain_text("鍵は")
    expect(reader.locator("#write .case-files")).to_contain_text("二枚目.png")
    # One that waits can be taken away, and another put in its place.
    reader.get_by_role("button", name="二枚目.png を削除").click()
    expect(reader.locator("#write .case-files")).to_have_count(0)
    reader.locator("#case-files").set_input_files({**SCREEN, "name": "三枚目.png"})
    send.click()
    expect(reader.get_by_role("status")).to_have_text("メッセージを Product Support チームにお送りしました。")
    written = reader.locator(".case-thread > li").last
    expect(written).to_contain_text("このキーを削除し、新しいキーを作成してください。")
    expect(written.locator(".case-files a")).to_have_count(1)
    assert KEY not in reader.content()
    with reader.expect_download() as saved:
        written.get_by_role("link", name="三枚目.png").click()
    assert saved.value.suggested_filename == "三枚目.png"
