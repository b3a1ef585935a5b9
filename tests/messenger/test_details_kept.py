"""What was typed into the details survives another topic, a wrong field and coming back later."""

import pytest

from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, in_details

pytestmark = pytest.mark.django_db
STORY = "An hour of <work>"


def page(browser: cast.Browser, row: Conversation) -> str:
    return browser.get(at(row)).content.decode()


def test_changing_the_topic_keeps_the_story_and_what_both_topics_ask(locked_out: cast.Browser) -> None:
    row = in_details(locked_out, "locked-out-deletion")
    fields = {"text": STORY, "field_account_email": "not an address", "field_organisation": "Acme & Co"}
    assert locked_out.post(at(row, "change-topic"), fields).status_code == 302
    locked_out.post(at(row, "topic"), {"topic": "locked-out-subscription"})
    details = page(locked_out, row)
    assert "An hour of &lt;work&gt;</textarea>" in details
    assert 'value="not an address"' in details


def test_going_back_to_the_first_topic_finds_its_own_fields(locked_out: cast.Browser) -> None:
    row = in_details(locked_out, "locked-out-deletion")
    locked_out.post(at(row, "change-topic"), {"text": STORY, "field_organisation": "Acme & Co"})
    locked_out.post(at(row, "topic"), {"topic": "billing"})
    locked_out.post(at(row, "change-topic"), {"text": "Another story"})
    locked_out.post(at(row, "topic"), {"topic": "locked-out-deletion"})
    details = page(locked_out, row)
    assert 'value="Acme &amp; Co"' in details
    assert "Another story</textarea>" in details


def test_details_that_were_refused_are_there_for_whoever_comes_back(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    refused = pro.post(at(row, "details"), {"text": STORY, "field_charge_date": "2026-11-01"})
    assert refused.status_code == 422
    assert "An hour of &lt;work&gt;</textarea>" in page(pro, row)
    assert 'value="2026-11-01"' in page(pro, row)


def test_a_secret_is_drafted_hidden_and_told_where_it_stands(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    pro.post(at(row, "details"), {"text": "4111 1111 1111 1111", "field_billing_subject": "4111 1111 1111 1111"})
    row.refresh_from_db()
    assert (row.stage, row.unsent) == ("details", "[card number ••••1111]")
    assert "1111 1111" not in f"{row.details}"
    assert "We hid a card number in your text" in page(pro, row)
    pro.post(at(row, "change-topic"), {"text": "password: hunter2"})
    row.refresh_from_db()
    assert row.unsent == "password: [password ••••]"
    assert "We hid a password" in page(pro, row)


def test_a_card_number_where_four_digits_belong_is_not_even_drafted(locked_out: cast.Browser) -> None:
    row = in_details(locked_out, "locked-out-subscription")
    refused = locked_out.post(at(row, "details"), {"text": STORY, "field_last_four": "4111 1111 1111 1111"})
    assert refused.status_code == 422
    assert "This looks like a full card number." in refused.content.decode()
    row.refresh_from_db()
    assert (row.unsent, row.details.get("typed", {})) == (STORY, {})


def test_what_is_sent_leaves_no_draft(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    pro.post(at(row, "change-topic"), {"text": STORY})
    pro.post(at(row, "topic"), {"topic": "subscription"})
    row.refresh_from_db()
    assert (row.stage, row.text, row.unsent, row.details["rows"]) == ("chat", STORY, "", [])
    assert "typed" not in row.details


def test_one_form_holds_both_ways_on(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    details = page(pro, row)
    assert details.count(f'formaction="{at(row, "change-topic")}" formnovalidate') == 1
    first_button = details[details.index('<form id="details-form"') :].partition("<button")[2].partition(">")[0]
    assert "formaction" not in first_button
