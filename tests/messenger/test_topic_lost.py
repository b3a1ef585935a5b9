"""A topic that isn't for this person any more: a clear word in their language, and all that was typed stays."""

import pytest
from django.test import Client

from messenger.models import Conversation, Message, Topic
from tests import cast
from tests.messenger.steps import at, chatting, draft, in_details

pytestmark = pytest.mark.django_db
GIVEN = {"text": "my long story", "field_billing_subject": "refund", "field_charge_date": "2026-11-01"}


def begun(browser: Client, **fields: str) -> Conversation:
    response = browser.post("/en/messenger/start", {"text": "my long story", **fields})
    return Conversation.objects.get(reference=response["Location"].split("/")[-2])


def lose(slug: str, **values: object) -> None:
    Topic.objects.filter(slug=slug).update(**values or {"plans": ["enterprise"]})


def test_a_topic_of_an_old_page_leads_to_the_picker_with_a_word_and_the_text(pro: cast.Browser) -> None:
    row = begun(pro, topic="team")
    pro.post(at(row, "agree"))
    page = pro.get(at(row)).content.decode()
    assert "“Team and Enterprise” isn&#x27;t among your topics any more." in page
    assert "my long story" in page
    assert 'value="team"' not in page
    assert pro.post(at(row, "topic"), {"topic": "billing"}).status_code == 302
    assert "any more" not in pro.get(at(row)).content.decode()


def test_who_agreed_before_is_told_at_once(pro: cast.Browser) -> None:
    chatting(pro)
    row = begun(pro, topic="team")
    assert "isn&#x27;t among your topics any more" in pro.get(at(row)).content.decode()
    assert row.stage == "topic"


@pytest.mark.parametrize("values", [{"plans": ["enterprise"]}, {"product": "console"}, {"active": False}])
def test_a_draft_whose_topic_went_meanwhile_shows_the_picker_and_sends_nothing(
    pro: cast.Browser, values: dict[str, object]
) -> None:
    row = in_details(pro, "billing")
    lose("billing", **values)
    answer = pro.post(at(row, "details"), GIVEN)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "“Billing and payments” isn&#x27;t among your topics any more." in page
    assert page.count('<div class="refusal">') == 1
    assert all(words in page for words in ("my long story", "A refund", "2026-11-01"))
    assert not Message.objects.exists()
    assert "my long story" in pro.get(at(row)).content.decode()


def test_what_stood_in_the_details_is_there_again_under_another_topic(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    lose("billing")
    pro.post(at(row, "details"), GIVEN)
    Topic.objects.filter(slug="privacy").get().fields.create(key="charge_date", kind="date")
    pro.post(at(row, "topic"), {"topic": "privacy"})
    page = pro.get(at(row)).content.decode()
    assert "my long story" in page
    assert 'value="2026-11-01"' in page


def test_the_word_is_in_the_readers_language_and_names_the_topic_in_it(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    lose("billing")
    assert "お支払いと請求" in pro.get(at(row, locale="ja")).content.decode()


def test_logging_in_with_another_plan_is_the_same(free: cast.Browser) -> None:
    row = in_details(free, "using-claude")
    lose("using-claude", plans=["free"])
    assert "any more" not in free.get(at(row)).content.decode()
    customer = free.visitor.customer
    customer.plan = "pro"
    customer.save()
    assert "isn&#x27;t among your topics any more" in free.get(at(row)).content.decode()


def test_a_topic_that_never_was_is_no_topic(pro: cast.Browser) -> None:
    row = begun(pro, topic="no-such-topic")
    assert row.topic is None
    pro.post(at(row, "agree"))
    assert "any more" not in pro.get(at(row)).content.decode()


def test_what_was_sent_before_goes_on(pro: cast.Browser) -> None:
    row = chatting(pro)
    lose("subscription")
    assert pro.post(at(row, "ask"), {"text": "And now?"}).status_code == 302
    assert pro.post(at(row, "not-solved")).status_code == 302


def test_the_gate_comes_before_the_word(legacy_admin: cast.Browser) -> None:
    row = draft(legacy_admin)
    Conversation.objects.filter(pk=row.pk).update(topic=Topic.objects.get(slug="billing"))
    assert "authenticate at" in legacy_admin.get(at(row)).content.decode()
