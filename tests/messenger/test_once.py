"""A submission that arrives again, by a second press or after a broken line, is stored once and answered alike."""

from uuid import uuid4

import pytest

from messenger.models import Conversation, Message
from tests import cast
from tests.messenger.steps import answer, at, chatting, draft, forwarded, in_details
from tickets.models import Message as TicketMessage

pytestmark = pytest.mark.django_db


def name() -> str:
    return uuid4().hex


def test_every_form_that_stores_names_its_submission(pro: cast.Browser) -> None:
    pages = ["/en/messenger/", "/en/messenger/search?q=x", at(in_details(pro, "billing"))]
    for address in pages:
        assert 'name="submission" value="' in pro.get(address).content.decode(), address


def test_one_start_begins_one_conversation_even_after_it_has_moved_on(pro: cast.Browser) -> None:
    chatting(pro)
    fields = {"text": "Once", "topic": "subscription", "submission": name()}
    answers = [pro.post("/en/messenger/start", fields) for _press in "123"]
    assert {(each.status_code, each["Location"]) for each in answers} == {(302, answers[0]["Location"])}
    assert Conversation.objects.filter(text="Once").count() == Message.objects.filter(text="Once").count() == 1


def test_another_submission_begins_another_conversation(pro: cast.Browser) -> None:
    chatting(pro)
    for _each in "12":
        pro.post("/en/messenger/start", {"text": "Twice", "topic": "subscription", "submission": name()})
    assert Conversation.objects.filter(text="Twice").count() == 2


def test_a_name_that_somebody_else_used_is_no_obstacle(pro: cast.Browser, free: cast.Browser) -> None:
    fields = {"text": "Mine", "submission": name()}
    for browser in (pro, free):
        assert browser.post("/en/messenger/start", fields).status_code == 302
    assert Conversation.objects.filter(text="Mine").count() == 2


def test_details_sent_again_are_answered_as_the_first_time(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    fields = {"text": "Charged twice", "field_billing_subject": "charge", "submission": name()}
    answers = [pro.post(at(row, "details"), fields) for _press in "12"]
    assert [each.status_code for each in answers] == [302, 302]
    assert row.messages.filter(author="person").count() == 1


def test_a_message_sent_again_is_stored_once_while_fin_writes_and_after(pro: cast.Browser) -> None:
    row = chatting(pro)
    fields = {"text": "And then?", "submission": name()}
    assert [pro.post(at(row, "ask"), fields).status_code for _press in "12"] == [302, 302]
    answer(row)
    assert pro.post(at(row, "ask"), fields).status_code == 302
    assert row.messages.filter(text="And then?").count() == 1
    row.refresh_from_db()
    assert row.unsent == ""


def test_a_message_to_the_team_is_stored_once_and_one_to_fin_never_becomes_one(pro: cast.Browser) -> None:
    row = chatting(pro)
    to_fin = {"text": "And then?", "submission": name()}
    pro.post(at(row, "ask"), to_fin)
    answer(row)
    pro.post(at(row, "hand-over"))
    to_team = {"text": "One more thing", "submission": name()}
    for fields in (to_team, to_team, to_fin):
        assert pro.post(at(row, "ask"), fields).status_code == 302
    assert list(TicketMessage.objects.filter(body__in=["And then?", "One more thing"]).values_list("body")) == [
        ("One more thing",)
    ]


@pytest.mark.parametrize("worthless", ["", "null", "x" * 300, "\0"])
def test_a_form_without_a_proper_name_is_sent_all_the_same(worthless: str, pro: cast.Browser) -> None:
    row = forwarded(pro)
    for _press in "12":
        assert pro.post(at(row, "ask"), {"text": "Hello", "submission": worthless}).status_code == 302
    assert TicketMessage.objects.filter(body="Hello").count() == 2


def test_a_second_press_on_agree_and_on_the_topic_is_no_error(pro: cast.Browser) -> None:
    row = draft(pro)
    for verb in ("agree", "topic", "topic", "agree"):
        assert pro.post(at(row, verb), {"topic": "subscription"}).status_code == 302
    assert row.messages.filter(author="person").count() == 1
