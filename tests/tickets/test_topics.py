"""Topics on the desk: told in the agent's language, by key, with the words as written where there is no topic."""

import pytest

from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.cases import Line
from tickets.models import FieldText, Topic, TopicField, TopicText

pytestmark = pytest.mark.django_db


def locked_out():
    """A topic with one field, in two languages."""
    topic = Topic.objects.create(slug="locked-out")
    field = TopicField.objects.create(topic=topic, key="account_email", proof=True)
    for locale, label, asked in (("en", "Can't log in", "Account email"), ("ja", "ログインできない", "登録メール")):
        TopicText.objects.create(topic=topic, locale=locale, label=label)
        FieldText.objects.create(field=field, locale=locale, label=asked)
    return topic


def page_of(browser, ticket):
    return browser.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()


def test_a_japanese_case_reads_in_the_agents_language(agent, aki):
    locked_out()
    line = Line("登録メール", "old@example.com", "account_email")
    ticket = open_ticket(topic="locked-out", topic_label="ログインできない", locale="ja", details=(line,))
    ticket.proof = [{"key": "account_email", "label": "登録メール", "value": "old@example.com"}]
    ticket.save()
    actions.check_proof(ticket=ticket, author=aki, verdicts={"account_email": True})
    page = page_of(agent, ticket)
    assert "Can&#x27;t log in" in page
    assert "Proof: “Account email” matches the account" in page
    assert "登録メール" not in page


def test_what_was_chosen_from_a_list_reads_in_the_agents_language(agent):
    field = TopicField.objects.create(topic=locked_out(), key="where", kind="choice")
    FieldText.objects.create(field=field, locale="en", label="Bought in", choices="ios = iPhone app\nweb = Website")
    FieldText.objects.create(field=field, locale="ja", label="購入先", choices="ios = iPhone アプリ\nweb = ウェブ")
    lines = (Line("購入先", "iPhone アプリ", "where", "ios"), Line("購入先", "電話", "where", "phone"))
    page = page_of(agent, open_ticket(topic="locked-out", details=lines))
    assert "iPhone app<" in page
    assert "電話" in page


def test_of_several_that_were_chosen_each_reads_in_the_agents_language_or_none(agent):
    field = TopicField.objects.create(topic=locked_out(), key="where", kind="choice")
    FieldText.objects.create(field=field, locale="en", label="Bought in", choices="ios = iPhone app\nweb = Website")
    both, lost = (
        Line("購入先", "アプリ\nウェブ", "where", "ios\nweb"),
        Line("購入先", "アプリ\n電話", "where", "ios\nphone"),
    )
    page = page_of(agent, open_ticket(topic="locked-out", details=(both, lost)))
    assert "iPhone app\nWebsite<" in page
    assert "アプリ\n電話<" in page


def test_a_topic_or_field_that_is_not_known_is_told_as_the_person_read_it(agent):
    line = Line("登録メール", "old@example.com", "account_email")
    page = page_of(agent, open_ticket(topic="gone", topic_label="ログインできない", details=(line,)))
    assert "ログインできない" in page
    assert "登録メール" in page


def test_a_topic_that_a_ticket_is_about_cannot_be_deleted(lead):
    used, free = locked_out(), Topic.objects.create(slug="free")
    open_ticket(topic="locked-out")
    answers = [lead.post(f"/admin/tickets/topic/{row.pk}/delete/", {"post": "yes"}) for row in (used, free)]
    assert [answer.status_code for answer in answers] == [403, 302]
    assert list(Topic.objects.all()) == [used]
