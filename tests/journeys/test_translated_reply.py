"""Two languages on one ticket: the agent's is English, the customer's Japanese, a machine stands between."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chats import go_straight_to_fin
from tests.journeys.people import come_to_help_center, sign_in_to_desk
from tests.journeys.site import RunningSite, Site
from tests.messenger.fin.messages_api import MODEL, MessagesApi, serving

type Check = Callable[[Page], None]
NAME, ADDRESS = "Theo Laurent", "theo.laurent@example.com"
ASKED, ASKED_IN_ENGLISH = "解約したのに請求されました", "I was charged although I had canceled."
OWN, SENT = (
    "We have paid it back.\nSee https://claude.localhost/bills.",
    ("返金いたしました。\nhttps://claude.localhost/bills をご覧ください。"),
)


@pytest.fixture(scope="module")
def api() -> Iterator[MessagesApi]:
    """The model; while it is overloaded Fin does without."""
    with serving() as made:
        made.status = 529
        yield made


@pytest.fixture(scope="module")
def with_model(api: MessagesApi) -> Iterator[Site]:
    """A site of its own that has a model."""
    running = RunningSite(ANTHROPIC_API_KEY="sk-ant-test", ANTHROPIC_BASE_URL=api.url, FIN_MODEL=MODEL)
    try:
        yield running.start()
    finally:
        running.stop()


def test_what_is_written_in_english_is_read_in_japanese(
    new_page: Callable[..., Page], with_model: Site, api: MessagesApi, accessible: Check
) -> None:
    site = with_model
    lead, agent, customer = (new_page() for _each in range(3))
    sign_in_to_desk(lead, site, "lead")
    lead.goto(f"{site.help}/admin/messenger/helpsettings/1/change/")
    lead.locator("#id_translations").check()
    lead.locator("#id_replies").check()
    accessible(lead)
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.locator(".messagelist")).to_contain_text("Saved.")

    come_to_help_center(customer, site, "claude", NAME, locale="ja")
    customer.goto(f"{site.help}/ja/messenger/")
    go_straight_to_fin(customer, ASKED, topic="subscription")
    customer.locator("[formaction$='/not-solved']").click()
    customer.get_by_role("button", name="Product Support チームに転送する").click()
    reference = customer.locator("[data-author=event] .reference").inner_text()

    # Beside the customer's words stand the agent's.
    api.status = 200
    api.says((ASKED_IN_ENGLISH, []))
    sign_in_to_desk(agent, site, "agent")
    agent.goto(f"{site.help}/admin/tickets/ticket/{reference}/change/")
    agent.get_by_role("button", name="Translate for me").click()
    expect(agent.locator("#thread .translated")).to_contain_text(ASKED_IN_ENGLISH)
    expect(agent.locator("#thread")).to_contain_text(ASKED)
    accessible(agent)

    # Written in English; what goes out stands below it, and can be read as the mail that it will be.
    api.says((SENT, []))
    agent.locator("#write-body").fill(OWN)
    agent.get_by_role("button", name="Translate into Japanese").click()
    expect(agent.locator("#write-translation")).to_have_value(SENT)
    expect(agent.locator("#write-body")).to_have_value(OWN)
    accessible(agent)
    agent.get_by_role("button", name="Preview").click()
    shown = agent.frame_locator("#preview-dialog iframe").frame_locator("iframe").locator("body")
    expect(shown).to_contain_text("返金いたしました。")
    expect(shown).not_to_contain_text("paid it back")
    agent.locator("#preview-dialog").get_by_role("button", name="Close").click()

    # A word more in English is in no Japanese yet: held up, said so, and nothing lost.
    agent.locator("#write-body").fill(f"{OWN}\nSorry!")
    agent.get_by_role("button", name="Send and set to pending").click()
    expect(agent.locator("#translation")).to_contain_text("Your own text was changed after it was translated.")
    expect(agent.locator("#write-body")).to_have_value(f"{OWN}\nSorry!")
    api.says((f"{SENT}\n申し訳ございません。", []))
    agent.get_by_role("button", name="Translate again").click()
    expect(agent.locator("#write-translation")).to_have_value(f"{SENT}\n申し訳ございません。")
    accessible(agent)
    agent.get_by_role("button", name="Send and set to pending").click()
    expect(agent.locator("#thread [data-kind=reply]")).to_contain_text("申し訳ございません。")
    agent.get_by_text("Translated by a machine; in the author’s own words").click()
    expect(agent.locator("#thread .own-words")).to_contain_text("Sorry!")
    accessible(agent)

    # Who asked reads Japanese alone, in the mail and on its page, and that a machine wrote it.
    answer = site.wait_for_mail(to=ADDRESS, about=reference, count=2)[-1]
    words = answer.get_body(("plain",)).get_content()
    assert "申し訳ございません。" in words
    assert "この回答は機械翻訳されたものです。" in words
    assert "Sorry" not in words
    customer.goto(site.case_page_in(answer))
    expect(customer.locator("main")).to_contain_text("申し訳ございません。")
    expect(customer.locator("main")).not_to_contain_text("Sorry")
