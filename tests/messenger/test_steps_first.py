"""Self-service steps before Fin: for the deletion of a free account by rule, and wherever staff want them."""

import pytest

from messenger.models import Conversation, Message, Topic, TopicField, TopicText
from tests import cast
from tests.messenger.steps import NOW, answer, at, chatting, draft, in_details
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
TITLE = "Try it yourself first"


def stage(row: Conversation) -> str:
    row.refresh_from_db()
    return row.stage


def with_steps(slug: str = "billing", steps: str = "Open Settings\n\n Look <here>") -> Topic:
    Topic.objects.filter(slug=slug).update(steps_first=True)
    TopicText.objects.filter(topic__slug=slug, locale="en").update(steps=steps)
    return Topic.objects.get(slug=slug)


def test_a_free_customer_reads_how_to_delete_the_account_before_anything_is_sent(free: cast.Browser) -> None:
    row = in_details(free, "delete-account")
    page = free.get(at(row)).content.decode()
    assert stage(row) == "steps"
    assert TITLE in page
    assert "Try deleting your account yourself first." in page
    assert "/en/messenger/articles/9017027?back=" in page
    assert "How do I cancel my subscription?" in page
    assert not Message.objects.exists()


def test_that_did_not_work_asks_fin_and_opens_the_way_to_people(free: cast.Browser) -> None:
    row = in_details(free, "delete-account")
    for _press in "12":
        assert free.post(at(row, "self-service-tried")).status_code == 302
    assert stage(row) == "chat"
    assert row.messages.filter(author="person").count() == 1
    answer(row)
    free.post(at(row, "not-solved"))
    assert at(row, "hand-over") in free.get(at(row)).content.decode()
    free.post(at(row, "hand-over"))
    assert Ticket.objects.get().rule == "free"


def test_a_question_to_fin_first_opens_no_way_to_people(free: cast.Browser) -> None:
    row = in_details(free, "delete-account")
    for _press in "12":
        assert free.post(at(row, "ask-fin-first")).status_code == 302
    answer(row)
    free.post(at(row, "not-solved"))
    page = free.get(at(row)).content.decode()
    assert at(row, "hand-over") not in page
    assert "That didn't work" in page
    assert free.post(at(row, "hand-over")).status_code == 409


def test_what_the_steps_solved_is_over_and_reopens_with_what_is_written_then(free: cast.Browser) -> None:
    row = in_details(free, "delete-account")
    assert free.post(at(row, "solved")).status_code == 302
    assert stage(row) == "resolved"
    assert "Glad that helped." in free.get(at(row)).content.decode()
    assert not Message.objects.exists()
    free.post(at(row, "ask"), {"text": "It is still there"})
    assert stage(row) == "chat"
    assert row.messages.get(author="person").text == "It is still there"


def test_reopened_where_the_topic_asks_for_details_they_are_asked_for_and_the_text_waits(pro: cast.Browser) -> None:
    with_steps()
    row = in_details(pro, "billing")
    pro.post(at(row, "solved"))
    pro.post(at(row, "ask"), {"text": "No, it wasn't that"})
    page = pro.get(at(row)).content.decode()
    assert stage(row) == "details"
    assert "No, it wasn&#x27;t that" in page
    assert 'name="field_billing_subject"' in page


def test_steps_that_staff_wrote_come_first_for_everybody_and_markup_is_text(pro: cast.Browser) -> None:
    with_steps()
    row = in_details(pro, "billing")
    page = pro.get(at(row)).content.decode()
    assert "<li>Open Settings</li><li>Look &lt;here&gt;</li>" in page
    assert "Try this before you send your message." in page
    pro.post(at(row, "self-service-tried"))
    assert 'name="field_billing_subject"' in pro.get(at(row)).content.decode()
    assert not Message.objects.exists()


def test_where_there_is_nothing_to_try_nothing_stands_in_the_way(pro: cast.Browser) -> None:
    Topic.objects.filter(slug="billing").update(steps_first=True)
    assert stage(in_details(pro, "billing")) == "details"


def test_another_topics_steps_open_no_way_here(free: cast.Browser) -> None:
    with_steps("using-claude")
    row = in_details(free, "using-claude")
    free.post(at(row, "self-service-tried"))
    free.post(at(row, "change-topic"))
    free.post(at(row, "topic"), {"topic": "delete-account"})
    row.refresh_from_db()
    assert (row.stage, row.tried_self_service) == ("steps", False)


def test_the_topic_can_be_changed_from_the_steps(free: cast.Browser) -> None:
    row = in_details(free, "delete-account")
    free.post(at(row, "change-topic"))
    assert stage(row) == "topic"
    free.post(at(row, "topic"), {"topic": "subscription"})
    assert stage(row) == "chat"


def test_a_topic_chosen_at_home_stops_at_its_steps(free: cast.Browser) -> None:
    chatting(free)
    response = free.post("/en/messenger/start", {"text": "Delete it", "topic": "delete-account"})
    assert TITLE in free.get(response["Location"]).content.decode()


def test_steps_without_a_message_lead_to_where_one_is_written(free: cast.Browser) -> None:
    row = draft(free, text="")
    free.post(at(row, "agree"))
    free.post(at(row, "topic"), {"topic": "delete-account"})
    free.post(at(row, "self-service-tried"))
    assert stage(row) == "details"
    assert free.post(at(row, "details"), {"text": "It failed"}).status_code == 302
    assert (stage(row), row.tried_self_service) == ("chat", True)


def test_who_cannot_log_in_tries_first_and_proves_then(locked_out: cast.Browser) -> None:
    with_steps("locked-out-deletion")
    row = in_details(locked_out, "locked-out-deletion")
    assert stage(row) == "steps"
    locked_out.post(at(row, "self-service-tried"))
    assert 'name="field_account_email"' in locked_out.get(at(row)).content.decode()


def test_the_steps_are_in_the_readers_language(free: cast.Browser) -> None:
    row = in_details(free, "delete-account")
    TopicText.objects.filter(topic=row.topic, locale="ja").update(steps="設定を開く")
    assert "<li>設定を開く</li>" in free.get(at(row, locale="ja")).content.decode()


def test_the_gate_stands_before_the_steps(legacy_admin: cast.Browser) -> None:
    with_steps("other")
    row = draft(legacy_admin)
    values = {"stage": "steps", "topic": Topic.objects.get(slug="other"), "consented_at": NOW}
    Conversation.objects.filter(pk=row.pk).update(**values)
    assert legacy_admin.post(at(row, "ask-fin-first")).status_code == 409
    assert "authenticate at" in legacy_admin.get(at(row)).content.decode()


def test_a_field_more_changes_nothing_of_the_steps(free: cast.Browser) -> None:
    TopicField.objects.create(topic=Topic.objects.get(slug="delete-account"), key="why", required=True)
    row = in_details(free, "delete-account")
    free.post(at(row, "self-service-tried"))
    assert 'name="field_why"' in free.get(at(row)).content.decode()
