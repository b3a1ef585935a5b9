"""One conversation through its pages: gate, consent, topic, details, Fin, the way onward."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.staticfiles import finders

from accounts.models import Domain
from messenger.models import CONSENT_VERSION, Conversation, Message
from tests import cast
from tests.messenger.steps import answer, at, chatting, draft

pytestmark = pytest.mark.django_db


def stage(row: Conversation) -> str:
    row.refresh_from_db()
    return row.stage


# --- whose it is ---


def test_a_stranger_gets_not_found_for_page_and_verbs(pro: cast.Browser, free: cast.Browser) -> None:
    row = draft(pro)
    assert free.get(at(row)).status_code == 404
    assert free.post(at(row, "agree")).status_code == 404
    assert free.get(at(row, "transcript.txt")).status_code == 404
    assert stage(row) == "draft"


def test_somebody_without_a_visit_gets_not_found(pro: cast.Browser, reader: cast.Browser) -> None:
    assert reader.get(at(draft(pro))).status_code == 404


@pytest.mark.parametrize(
    "verb",
    ["agree", "topic", "details", "ask", "solved", "not-solved", "self-service-tried", "hand-over", "delete"],
)
def test_every_verb_refuses_get_and_other_origins(verb: str, pro: cast.Browser) -> None:
    row = draft(pro)
    assert pro.get(at(row, verb)).status_code == 405
    assert pro.post(at(row, verb), headers={"Origin": "https://evil.example"}).status_code == 403


# --- the domain gate ---


def test_the_gate_names_the_successor_and_keeps_the_text(legacy_admin: cast.Browser) -> None:
    row = draft(legacy_admin, text="my API calls fail")
    page = legacy_admin.get(at(row)).content.decode()
    assert "/en/sign-in/platform.localhost/?next=" in page
    assert "my API calls fail" in page
    assert 'id="composer-text"' not in page


@pytest.mark.parametrize("verb", ["agree", "topic"])
def test_the_gate_is_held_by_what_writes_too(verb: str, legacy_admin: cast.Browser) -> None:
    row = draft(legacy_admin)
    response = legacy_admin.post(at(row, verb), {"topic": "api"})
    assert response.status_code == 409
    assert stage(row) == "draft"
    assert row.consented_at is None


def test_a_domain_that_turns_legacy_closes_the_gate_at_once(console_admin: cast.Browser) -> None:
    row = chatting(console_admin, topic="api")
    new = cast.domain(host="claude.localhost")
    Domain.objects.filter(host="platform.localhost").update(status="legacy", successor=new)
    response = console_admin.post(at(row, "ask"), {"text": "and now?"})
    assert response.status_code == 409
    assert row.messages.filter(author="person").count() == 1


def test_the_gate_comes_back_to_the_page_the_panel_was_opened_on(legacy_admin: cast.Browser) -> None:
    row = draft(legacy_admin)
    page = legacy_admin.get(at(row) + "?panel=1&from=/ja/articles/9015913-x").content.decode()
    assert f"next=%2Fja%2Farticles%2F9015913-x%23messenger-{row.reference}" in page


def test_the_gate_never_leads_back_to_another_site(legacy_admin: cast.Browser) -> None:
    row = draft(legacy_admin)
    page = legacy_admin.get(at(row) + "?panel=1&from=//evil.example/").content.decode()
    assert "evil" not in page.partition("sign-in/platform")[2].partition('"')[0]


# --- consent, topic, details ---


def test_consent_is_kept_with_version_language_and_time(pro: cast.Browser) -> None:
    row = draft(pro)
    assert CONSENT_VERSION in pro.get(at(row)).content.decode()
    assert pro.post(at(row, "agree")).status_code == 302
    assert stage(row) == "topic"
    assert (row.consent_version, row.consent_locale) == (CONSENT_VERSION, "en")
    assert row.consented_at is not None


def test_nothing_is_sent_before_the_consent(pro: cast.Browser) -> None:
    row = draft(pro)
    assert pro.post(at(row, "topic"), {"topic": "billing"}).status_code == 409
    assert pro.post(at(row, "details"), {"text": "hello"}).status_code == 409
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("person", "there", "absent"),
    [
        ("pro", "Billing and payments", "API errors"),
        ("console_admin", "API errors", "Billing and payments"),
        ("", "I can&#x27;t log in", "Delete my account"),
        ("free", "Delete my account", "API errors"),
        ("free", "I can&#x27;t log in", "API errors"),
    ],
)
def test_the_picker_offers_the_topics_of_the_person_alone(person: str, there: str, absent: str) -> None:
    browser = cast.browser(person=person)
    row = draft(browser)
    browser.post(at(row, "agree"))
    page = browser.get(at(row)).content.decode()
    assert there in page
    assert absent not in page


def test_a_topic_that_is_not_offered_is_refused(pro: cast.Browser) -> None:
    row = draft(pro)
    pro.post(at(row, "agree"))
    for slug in ("console-billing", "api", "nonsense"):
        assert pro.post(at(row, "topic"), {"topic": slug}).status_code == 422
    assert stage(row) == "topic"


def test_the_details_start_with_what_was_typed(pro: cast.Browser) -> None:
    row = draft(pro, text="typed <before>")
    pro.post(at(row, "agree"))
    pro.post(at(row, "topic"), {"topic": "billing"})
    page = pro.get(at(row)).content.decode()
    assert "typed &lt;before&gt;" in page
    assert "What is it about?" in page


def test_the_topic_can_be_changed_and_the_text_stays(pro: cast.Browser) -> None:
    row = draft(pro, text="keep me")
    pro.post(at(row, "agree"))
    pro.post(at(row, "topic"), {"topic": "billing"})
    assert pro.post(at(row, "change-topic")).status_code == 302
    assert stage(row) == "topic"
    assert row.text == "keep me"


def test_missing_details_are_marked_beside_the_field_and_nothing_is_lost(pro: cast.Browser) -> None:
    row = draft(pro)
    pro.post(at(row, "agree"))
    pro.post(at(row, "topic"), {"topic": "billing"})
    response = pro.post(at(row, "details"), {"text": "the words I typed", "field_billing_subject": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_field_billing_subject_error"' in page
    assert "the words I typed" in page


def test_the_details_are_kept_in_the_readers_words(pro: cast.Browser) -> None:
    row = draft(pro)
    pro.post(at(row, "agree"))
    pro.post(at(row, "topic"), {"topic": "billing"})
    pro.post(at(row, "details"), {"text": "hi", "field_billing_subject": "refund", "field_charge_date": "2026-11-01"})
    assert stage(row) == "chat"
    assert [(each["label"], each["value"]) for each in row.details["rows"]] == [
        ("What is it about?", "A refund"),
        ("Date of the charge", "2026-11-01"),
    ]


@pytest.mark.parametrize("value", ["12", "12345", "4242424242424242", "abcd"])
def test_only_the_last_four_digits_are_taken(value: str, locked_out: cast.Browser) -> None:
    row = draft(locked_out)
    locked_out.post(at(row, "agree"))
    locked_out.post(at(row, "topic"), {"topic": "locked-out-subscription"})
    given = {
        "text": "help",
        "field_request": "cancel",
        "field_account_email": "me@example.com",
        "field_last_four": value,
        "field_charge_amount": "20 USD",
        "field_charge_date": "2026-11-01",
    }
    response = locked_out.post(at(row, "details"), given)
    assert response.status_code == 422
    assert 'id="id_field_last_four_error"' in response.content.decode()
    assert stage(row) == "details"
    assert "rows" not in row.details
    assert "4242424242424242" not in str(row.details)


# --- Fin ---


@pytest.mark.usefixtures("articles")
def test_fin_answers_with_a_quoted_passage_and_its_link(pro: cast.Browser) -> None:
    row = chatting(pro)
    page = pro.get(at(row)).content.decode()
    assert "You can cancel your subscription at any time." in page
    assert f'href="/en/messenger/articles/9018020?back={quote(at(row), safe="")}"' in page
    assert "Did this answer your question?" in page


@pytest.mark.usefixtures("articles")
def test_fin_answers_in_the_conversations_language(pro: cast.Browser) -> None:
    row = chatting(pro, text="解約したい", locale="ja")
    cited = row.messages.get(author="fin").citations[0]
    assert (cited["locale"], cited["title"]) == ("ja", "サブスクリプションを解約する")


def test_fin_says_when_it_found_nothing_and_the_way_onward_stays_open(pro: cast.Browser) -> None:
    row = chatting(pro, text="qwertyuiop")
    page = pro.get(at(row)).content.decode()
    assert "I didn&#x27;t find an answer to this in the help articles" in page
    assert at(row, "not-solved") in page


def test_while_fin_writes_the_page_polls_and_without_javascript_it_reloads(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    page = pro.get(at(row)).content.decode()
    assert f'data-thread="{at(row, "thread")}"' in page
    assert f'<meta http-equiv="refresh" content="2; url={at(row)}?again=1#latest"></noscript>' in page
    assert "Did this answer" not in page
    # Never to the address it is at, where a browser would only scroll; and never over what a form handed back.
    assert f'content="2; url={at(row)}#latest"' in pro.get(at(row) + "?again=1").content.decode()
    assert 'http-equiv="refresh"' not in pro.post(at(row, "ask"), {"text": "x" * 5001}).content.decode()


def test_a_page_that_reloads_itself_has_no_field_to_lose_words_from(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    page = pro.get(at(row)).content.decode()
    [head] = re.findall(r"<noscript>(.*http-equiv.*)</noscript>", page)
    [sheet] = re.findall(r'href="/static/(css/[a-z-]+)[^"]*\.css"', head)
    assert re.search(r"\.composer {\s+display: none;", Path(finders.find(f"{sheet}.css")).read_text())
    assert re.search(r"<noscript><p[^>]*><a [^>]*>Show the answer</a>", page)
    # What a form handed back isn't reloaded, and neither is what is answered.
    assert sheet not in pro.post(at(row, "ask"), {"text": "x" * 5001}).content.decode()
    answer(row)
    assert sheet not in pro.get(at(row)).content.decode()


def test_show_the_answer_leads_to_another_address_each_time_and_keeps_the_way_back(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    address = f"{at(row)}?back=/en/messenger/conversations"
    for is_again in (True, False, True):
        page = pro.get(address).content.decode()
        [link] = re.findall(r'<a href="([^"]*)">Show the answer', page)
        address = unescape(link).removesuffix("#latest")
        assert ("again=1" in address) == is_again
        assert "back=%2Fen%2Fmessenger%2Fconversations" in address


def test_the_poll_gets_the_thread_alone_so_that_typed_text_stays(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    fragment = pro.get(at(row, "thread"), headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="thread"')
    assert "composer" not in fragment


def test_a_second_message_while_fin_is_answering_is_refused_and_kept_on_the_page(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    response = pro.post(at(row, "ask"), {"text": "are you there?"})
    assert response.status_code == 409
    assert "are you there?" in response.content.decode()
    assert row.messages.count() == 2


def test_asking_again_reopens_a_solved_conversation(pro: cast.Browser) -> None:
    row = chatting(pro)
    pro.post(at(row, "solved"))
    assert stage(row) == "resolved"
    pro.post(at(row, "ask"), {"text": "one more thing"})
    assert stage(row) == "chat"
    assert answer(row).state == "ready"


def test_an_empty_message_is_refused_beside_the_field(pro: cast.Browser) -> None:
    response = pro.post(at(chatting(pro), "ask"), {"text": "  "})
    assert response.status_code == 422
    assert "Write your message first." in response.content.decode()


def test_somebody_not_signed_in_has_an_hourly_limit(locked_out: cast.Browser, limit) -> None:
    limit("ask", visit=1)
    row = chatting(locked_out, topic="other", text="hello")
    limited = locked_out.post(at(row, "ask"), {"text": "again"})
    assert limited.status_code == 429
    assert "many messages" in limited.content.decode()


# --- the way onward ---


@pytest.mark.parametrize(
    ("person", "topic", "words"),
    [
        ("team_member", "subscription", "Ask an owner of my organization"),
        ("console_member", "api", "Ask an admin of my organization"),
        ("free", "billing", "The Free plan includes"),
        ("", "other", "Log in and go on with this conversation"),
    ],
)
def test_who_may_not_reach_people_is_told_why_and_what_to_do(person: str, topic: str, words: str) -> None:
    browser = cast.browser(person=person)
    row = chatting(browser, topic=topic)
    assert browser.post(at(row, "not-solved")).status_code == 302
    page = browser.get(at(row)).content.decode()
    assert words in page
    assert at(row, "hand-over") not in page


def test_a_pro_customer_is_offered_the_handover_and_told_where_answers_go(pro: cast.Browser) -> None:
    row = chatting(pro)
    pro.post(at(row, "not-solved"))
    page = pro.get(at(row)).content.decode()
    assert at(row, "hand-over") in page
    assert "pro@example.com" in page


def test_a_free_customer_tries_self_service_before_the_way_to_people_opens(free: cast.Browser) -> None:
    # Where no article shows the steps before Fin, they are asked about afterwards.
    row = chatting(free, topic="delete-account")
    free.post(at(row, "not-solved"))
    assert "/en/messenger/articles/9017027" in free.get(at(row)).content.decode()
    assert free.post(at(row, "hand-over")).status_code == 409
    free.post(at(row, "self-service-tried"))
    assert at(row, "hand-over") in free.get(at(row)).content.decode()


def test_a_conversation_can_be_saved_as_text(pro: cast.Browser) -> None:
    row = chatting(pro, text="a <question>")
    response = pro.get(at(row, "transcript.txt"))
    assert "attachment" in response["Content-Disposition"]
    assert "a <question>" in response.content.decode()


def test_a_conversation_can_be_deleted(pro: cast.Browser) -> None:
    row = chatting(pro)
    assert pro.post(at(row, "delete")).status_code == 302
    assert not Conversation.objects.filter(pk=row.pk).exists()
    assert not Message.objects.exists()
