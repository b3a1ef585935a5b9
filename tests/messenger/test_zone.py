"""By whose clock somebody writes: told with the first message, kept with the case, and told of by nobody else."""

import pytest

from messenger.conversations.actions import handover
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import NOW, at, chatting, in_details
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def pro():
    return cast.browser(person="pro")


def start(browser, **posted):
    browser.post("/en/messenger/start", {"text": "How do I cancel?"} | posted)
    return Conversation.objects.get()


def handed_over(browser, row):
    row.refresh_from_db()
    return handover.hand_over(conversation=row, visitor=browser.visitor, now=NOW).ticket


@pytest.mark.parametrize("way", ["", "search?query=x"])
def test_the_forms_that_begin_have_room_for_it(pro, way):
    assert 'name="zone"' in pro.get(f"/en/messenger/{way}").content.decode()


def test_it_is_kept_from_the_first_words_to_the_ticket(pro):
    row = start(pro, zone="Asia/Tokyo")
    assert row.details["zone"] == "Asia/Tokyo"
    pro.post(at(row, "agree"))
    pro.post(at(row, "topic"), {"topic": "subscription"})
    pro.post(at(row, "details"), {"text": "How do I cancel?"})
    assert handed_over(pro, row).identity["time_zone"] == "Asia/Tokyo"


def test_the_form_that_sends_says_it_anew(pro):
    row = in_details(pro, "billing")
    assert 'name="zone"' in pro.get(at(row)).content.decode()
    pro.post(at(row, "details"), {"text": "hi", "field_billing_subject": "refund", "zone": "Europe/Berlin"})
    row.refresh_from_db()
    assert row.details["zone"] == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["", "undefined", "Asia/<b>"])
def test_what_is_no_zone_is_kept_nowhere(pro, zone):
    assert "zone" not in start(pro, zone=zone).details


def test_without_it_a_ticket_says_nothing_of_it(pro):
    row = chatting(pro)
    handed_over(pro, row)
    assert "time_zone" not in Ticket.objects.get().identity


def test_it_goes_with_the_conversation_that_is_deleted(pro):
    row = start(pro, zone="Asia/Tokyo")
    pro.post(at(row, "delete"))
    assert not Conversation.objects.exists()
