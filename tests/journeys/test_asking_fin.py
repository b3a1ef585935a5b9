"""What Fin does with a question in another language than the page's, and with a wish for a person."""

import re
from collections.abc import Callable

from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys.people import come_to_help_center, open_panel, reach_fin
from tests.journeys.site import Site

HUMAN = "人間の担当者に代わってください"
TOPIC = "プランと解約"


def ask(panel: FrameLocator, text: str) -> None:
    """From the messenger's home to the first answer, in Japanese."""
    panel.locator("#messenger-text").fill(text)
    panel.get_by_role("button", name="メッセージを送信").click()
    agree, topics = panel.locator("form[action$='/agree'] button"), panel.locator(".topics [value=subscription]")
    expect(agree.or_(topics)).to_be_visible()
    if agree.is_visible():
        agree.click()
    topics.click()
    details, answered = panel.locator("form[action$='/details'] > .button"), panel.locator("[data-author=fin] .bubble")
    expect(details.or_(answered.first).first).to_be_visible()
    if details.is_visible():
        details.click()
    expect(answered.first).to_be_visible()


def test_a_german_question_on_the_english_page_is_answered_in_german_from_the_article_there_is(
    new_page: Callable[..., Page], site: Site, accessible: Callable[[Page], None]
) -> None:
    page = new_page()
    come_to_help_center(page, site, "claude", "Theo Laurent")
    panel = open_panel(page)
    reach_fin(panel, text="Wie kann ich mein Abo kündigen?", topic="Plans and cancellation")
    answer = panel.locator("[data-author=fin]").first
    expect(answer.locator("[lang=de]").first).to_be_visible()
    expect(answer.locator(".bubble").first).to_contain_text("English")
    cited = answer.locator(".citation a").first
    expect(cited).to_have_attribute("href", re.compile("/articles/9018020"))
    accessible(page)


def test_a_pro_customer_who_asks_for_a_person_is_handed_over_at_once(
    new_page: Callable[..., Page], site: Site, accessible: Callable[[Page], None]
) -> None:
    page = new_page()
    come_to_help_center(page, site, "claude", "Marta Silva", locale="ja")
    panel = open_panel(page)
    ask(panel, HUMAN)
    expect(panel.locator(".citation")).to_have_count(0)
    accessible(page)
    panel.get_by_role("button", name="Product Support チームに転送する").click()
    expect(panel.locator(".case-line summary")).to_contain_text("受付済み")
    expect(panel.locator("[data-author=person] .bubble")).to_have_text(HUMAN)


def test_a_team_member_who_asks_for_a_person_is_told_why_not_and_what_helps(
    new_page: Callable[..., Page], site: Site, accessible: Callable[[Page], None]
) -> None:
    page = new_page()
    come_to_help_center(page, site, "claude", "Mio Kondo", locale="ja")
    panel = open_panel(page)
    ask(panel, HUMAN)
    said = panel.locator("[data-author=fin] .bubble").first
    expect(said).to_contain_text("ご利用のシートタイプには、担当者による直接のサポートは含まれていません。")
    expect(panel.get_by_role("button", name="Product Support チームに転送する")).to_have_count(0)
    expect(panel.get_by_text("組織のオーナーに頼む").first).to_be_visible()
    accessible(page)
