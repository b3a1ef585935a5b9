"""On a ticket's page: the person's other conversations with Fin."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messenger.conversations import beside
from messenger.conversations.beside import conversations_besides
from messenger.models import Conversation
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return cast.customer(person="pro")


@pytest.fixture
def ticket(person):
    return open_ticket(customer_id=person.pk)


def talk(person, number=0, **changes):
    at = timezone.now() - timedelta(days=30 - number)
    topic = Topic.objects.get(slug="subscription")
    wanted = {"customer": person, "locale": "en", "stage": "resolved", "topic": topic, "text": f"Question {number}"}
    return Conversation.objects.create(**(wanted | {"consented_at": at, "updated_at": at} | changes))


def page_of(browser, ticket):
    return browser.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()


def test_the_newest_come_first_and_all_are_counted(person, ticket):
    rows = [talk(person, number) for number in range(7)]
    found = conversations_besides(ticket)
    assert (found.rows, found.count) == (tuple(reversed(rows[2:])), "7")


def test_nobody_counts_further_than_is_said(person, ticket, monkeypatch):
    monkeypatch.setattr(beside, "_COUNTED", 2)
    for number in range(4):
        talk(person, number)
    assert conversations_besides(ticket).count == "2+"


def test_what_became_a_ticket_wasnt_sent_or_is_anothers_is_none_of_them(person, ticket):
    talk(person, stage="handed_over", ticket=ticket)
    talk(person, stage="draft", consented_at=None)
    for stage in ("topic", "steps", "details"):
        talk(person, stage=stage)
    talk(cast.customer(person="free"))
    assert conversations_besides(ticket) is None


def test_who_wasnt_logged_in_has_none(person):
    talk(None, visitor=cast.visitor()[0])
    assert conversations_besides(open_ticket()) is None


def test_many_cost_what_one_does(person, ticket):
    asked = []
    for number in (1, 6):
        for _each in range(number):
            talk(person)
        with CaptureQueriesContext(connection) as captured:
            [row.topic.label() for row in conversations_besides(ticket).rows]
        asked.append(len(captured))
    assert asked == [3, 3]


def test_who_may_read_conversations_is_led_to_them(person, ticket):
    row = talk(person)
    page = page_of(cast.staff_browser(), ticket)
    assert "Without a ticket: 1" in page
    way = f"/admin/messenger/conversation/{row.pk}/change/"
    assert f'href="{way}"' in page
    assert cast.staff_browser().get(way).status_code == 200


def test_who_may_not_is_told_how_many_and_about_what(person, ticket):
    row = talk(person)
    page = page_of(cast.staff_browser(name="officer", groups=("compliance",)), ticket)
    assert "Without a ticket: 1" in page
    assert row.topic.label() in page
    for hidden in ("/admin/messenger/conversation/", row.reference, row.text):
        assert hidden not in page
