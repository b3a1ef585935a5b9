"""What somebody who isn't signed in may do in an hour, and that a dropped cookie or a deletion doesn't help."""

import pytest

from accounts.models import Visitor
from messenger.models import Conversation, Message
from tests import cast
from tests.messenger.steps import answer, at, chatting, forwarded, proved
from tickets.models import OutgoingEmail, Ticket

pytestmark = pytest.mark.django_db


def ask(browser: cast.Browser, *, address: str = "192.0.2.1", forwarded: str = "") -> int:
    """The status of one question of a conversation that is new to this browser."""
    row = chatting(browser, topic="other" if browser.visitor.customer is None else "billing")
    browser.defaults["REMOTE_ADDR"] = address
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return browser.post(at(row, "ask"), {"text": "and again"}, headers=headers).status_code


@pytest.fixture(autouse=True)
def _small_limits(limit) -> None:
    limit("ask", network=2)
    limit("hand_over", visit=2, address=2, network=2)


def test_a_new_cookie_does_not_begin_anew() -> None:
    assert [ask(cast.browser()) for _each in range(3)] == [302, 302, 429]


def test_another_network_has_its_own_count() -> None:
    for _each in range(3):
        ask(cast.browser())
    assert ask(cast.browser(), address="192.0.2.2") == 302


def test_the_refusal_is_honest_and_keeps_the_words() -> None:
    for _each in range(2):
        ask(cast.browser())
    browser = cast.browser()
    row = chatting(browser, topic="other")
    refusal = browser.post(at(row, "ask"), {"text": "words to keep"}, REMOTE_ADDR="192.0.2.1")
    page = refusal.content.decode()
    assert "many messages in a short time. Please try again in 60 minutes." in page
    assert 3500 < int(refusal["Retry-After"]) <= 3600
    assert "words to keep" in page
    assert Message.objects.filter(text="words to keep").count() == 0


def test_a_customer_has_no_limit() -> None:
    assert {ask(cast.browser(person="pro")) for _each in range(4)} == {302}


def test_deleting_conversations_does_not_begin_anew() -> None:
    browser = cast.browser()
    browser.defaults["REMOTE_ADDR"] = "192.0.2.9"
    statuses = []
    for _each in range(3):
        row = chatting(browser, topic="other")
        statuses.append(browser.post(at(row, "ask"), {"text": "again"}).status_code)
        browser.post(at(row, "delete"))
    assert statuses == [302, 302, 429]


def test_a_made_up_forwarding_header_changes_nothing() -> None:
    assert [ask(cast.browser(), forwarded=f"203.0.113.{each}") for each in range(3)] == [302, 302, 429]


def test_behind_our_proxy_its_word_counts_and_what_came_before_it_does_not(settings) -> None:
    settings.TRUSTED_PROXIES = 1
    people = [f"203.0.113.{each}" for each in range(3)]
    assert [ask(cast.browser(), forwarded=f"198.51.100.1, {each}") for each in people] == [302, 302, 302]
    liars = [f"198.51.100.{each}, 203.0.113.77" for each in range(3)]
    assert [ask(cast.browser(), forwarded=each) for each in liars] == [302, 302, 429]


def test_one_ipv6_line_is_one_network() -> None:
    lines = [f"2001:db8:1:2::{each}" for each in range(1, 4)]
    assert [ask(cast.browser(), address=each) for each in lines] == [302, 302, 429]
    assert ask(cast.browser(), address="2001:db8:1:3::1") == 302


def test_an_unknown_network_is_not_one_network() -> None:
    assert {ask(cast.browser(), address="") for _each in range(4)} == {302}


def test_the_first_message_counts_too() -> None:
    for _each in range(2):
        ask(cast.browser())
    browser = cast.browser()
    row = chatting(browser, topic="other", answered=False)
    Conversation.objects.filter(pk=row.pk).update(stage="details")
    row.messages.all().delete()
    response = browser.post(at(row, "details"), {"text": "hello"}, REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 429
    assert "hello" in response.content.decode()


# --- tickets and their receipts ---


def forward(browser: cast.Browser, *, address: str) -> int:
    row = chatting(browser, topic="locked-out-subscription")
    proved(row)
    return browser.post(at(row, "hand-over"), REMOTE_ADDR=address).status_code


def test_nobody_can_have_us_write_to_a_stranger_over_and_over() -> None:
    statuses = [forward(cast.browser(), address=f"192.0.2.{each}") for each in range(3)]
    assert statuses == [302, 302, 429]
    assert OutgoingEmail.objects.filter(to_email="me@example.com").count() == 2


def test_one_network_opens_only_so_many_tickets_without_a_sign_in() -> None:
    statuses = []
    for each in range(3):
        browser = cast.browser()
        row = chatting(browser, topic="locked-out-subscription")
        Conversation.objects.filter(pk=row.pk).update(
            details={"rows": [{"key": "account_email", "label": "Email", "value": f"{each}@example.com"}]}
        )
        proved(row, f"{each}@example.com")
        statuses.append(browser.post(at(row, "hand-over"), REMOTE_ADDR="192.0.2.50").status_code)
    assert statuses == [302, 302, 429]
    assert Ticket.objects.count() == 2


def test_pressing_twice_counts_once() -> None:
    browser = cast.browser()
    row = chatting(browser, topic="locked-out-subscription")
    proved(row)
    for _each in range(4):
        assert browser.post(at(row, "hand-over"), REMOTE_ADDR="192.0.2.60").status_code == 302
    assert forward(cast.browser(), address="192.0.2.61") == 302


def test_a_customer_opens_as_many_as_they_need(pro: cast.Browser) -> None:
    for _each in range(4):
        row = chatting(pro)
        assert pro.post(at(row, "hand-over"), REMOTE_ADDR="192.0.2.70").status_code == 302


def test_fins_answer_does_not_count_as_a_message(locked_out: cast.Browser, limit) -> None:
    limit("ask", visit=2)
    row = chatting(locked_out, topic="other")
    assert locked_out.post(at(row, "ask"), {"text": "second"}).status_code == 302
    answer(row)
    assert locked_out.post(at(row, "ask"), {"text": "third"}).status_code == 429


def test_a_press_that_is_refused_because_fin_is_answering_uses_nothing_up() -> None:
    waiting = cast.browser()
    waiting.defaults["REMOTE_ADDR"] = "192.0.2.1"
    row = chatting(waiting, topic="other", answered=False)
    assert [waiting.post(at(row, "ask"), {"text": "still there?"}).status_code for _each in range(3)] == [409] * 3
    assert [ask(cast.browser()) for _each in range(3)] == [302, 302, 429]


# --- everything else that writes ---


def post(browser: cast.Browser, path: str, fields: dict[str, str], address: str = "192.0.2.80"):
    return browser.post(path, fields, REMOTE_ADDR=address)


def test_messages_to_a_ticket_have_a_limit_and_are_kept(locked_out: cast.Browser, limit) -> None:
    limit("write", visit=2)
    row = forwarded(locked_out, topic="locked-out-subscription")
    answers = [post(locked_out, at(row, "ask"), {"text": f"word {each}"}) for each in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert ">word 2</textarea>" in answers[2].content.decode()
    assert Ticket.objects.get().messages.filter(body__startswith="word").count() == 2


def test_a_customer_forwards_and_writes_so_often_from_all_their_visits(limit) -> None:
    limit("hand_over", customer=2)
    rows = [(browser, chatting(browser)) for browser in [cast.browser(person="pro") for _each in range(3)]]
    answers = [post(browser, at(row, "hand-over"), {}) for browser, row in rows]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Many conversations were forwarded in a short time." in answers[2].content.decode()


def test_a_network_begins_only_so_many_conversations(limit) -> None:
    limit("start", network=2)
    answers = [post(cast.Browser(), "/ja/messenger/start", {"text": "<残す>"}) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "&lt;残す&gt;</textarea>" in answers[2].content.decode()
    assert Visitor.objects.count() == Conversation.objects.count() == 2


def test_a_network_begins_only_so_many_visits(limit) -> None:
    limit("visit", network=2)
    answers = [post(cast.Browser(), "/messenger/visit", {}) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2].json()["error"], answers[2]["Retry-After"]) == ("too_often", "3600")


def test_a_network_searches_only_so_often_and_keeps_its_query(limit, articles) -> None:
    limit("search", network=2)
    answers = [cast.Browser().get("/en/messenger/search", {"q": "cancel"}) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    page = answers[2].content.decode()
    assert 'value="cancel"' in page
    assert "Please try again in 1 minute." in page
    assert "No article found" not in page


def test_every_press_counts(locked_out: cast.Browser, limit) -> None:
    limit("press", visit=2)
    row = chatting(locked_out, topic="other")
    answers = [post(locked_out, at(row, "not-solved"), {}) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


def test_many_lines_of_one_owner_open_few_tickets() -> None:
    addresses = [f"2001:db8:5:{each:x}00::1" for each in range(14)]
    statuses = []
    for each, address in enumerate(addresses):
        browser = cast.browser()
        row = chatting(browser, topic="locked-out-subscription")
        rows = [{"key": "account_email", "label": "Email", "value": f"{each}@example.com"}]
        Conversation.objects.filter(pk=row.pk).update(details={"rows": rows})
        proved(row, f"{each}@example.com")
        statuses.append(post(browser, at(row, "hand-over"), {}, address).status_code)
    assert statuses == [302] * 8 + [429] * 6


def test_a_refusal_hands_back_even_what_could_not_be_stored(locked_out: cast.Browser, limit) -> None:
    limit("press", visit=1)
    row = chatting(locked_out, topic="other")
    post(locked_out, at(row, "not-solved"), {})
    refused = post(locked_out, at(row, "ask"), {"text": "x" * 5001})
    assert refused.status_code == 429
    assert "x" * 5001 + "</textarea>" in refused.content.decode()
