"""Who can't log in to one account while they are signed in with another, or at an address that is being replaced."""

import pytest

from messenger.conversations.actions import handover
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, in_details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]


def begun(browser: cast.Browser, topic: str = "locked-out-deletion") -> Conversation:
    """Pressed on the screen for who can't log in."""
    browser.post("/en/messenger/start", {"topic": topic, "text": "Let me in"})
    return Conversation.objects.get()


@pytest.mark.parametrize("person", ["pro", "team_member", "console_member", "legacy_admin"])
def test_the_way_in_is_open_to_who_is_signed_in_with_another_account(person: str) -> None:
    browser = cast.browser(person=person)
    ways_in = browser.get("/en/messenger/cant-log-in").content.decode()
    assert 'value="locked-out-deletion"' in ways_in
    assert f"another account than {person}@example.com" in ways_in
    row = begun(browser)
    browser.post(at(row, "agree"))
    details = browser.get(at(row)).content.decode()
    assert 'name="field_account_email"' in details


def test_the_sign_in_fills_in_where_to_answer_and_never_which_account(pro: cast.Browser) -> None:
    row = in_details(pro, "locked-out-deletion")
    page = pro.get(at(row)).content.decode()
    [account] = [line for line in page.splitlines() if 'name="field_account_email"' in line]
    [contact] = [line for line in page.splitlines() if 'name="field_contact_email"' in line]
    assert "pro@example.com" not in account
    assert 'value="pro@example.com"' in contact


def test_at_a_legacy_address_another_topic_still_meets_the_gate() -> None:
    browser = cast.browser(person="legacy_admin")
    row = begun(browser)
    browser.post(at(row, "agree"))
    browser.post(at(row, "change-topic"), {"text": "Let me in"})
    browser.post(at(row, "topic"), {"topic": "other"})
    gate = browser.get(at(row)).content.decode()
    assert "Log in at platform.localhost" in gate
    assert "/en/messenger/cant-log-in" in gate


def test_answers_go_where_they_said_and_not_to_the_account_they_are_signed_in_with(pro: cast.Browser) -> None:
    row = in_details(pro, "locked-out-deletion")
    row.details = {"rows": [{"key": "account_email", "label": "Email", "value": "lost@example.com", "proof": True}]}
    assert handover.contact_of(row, pro.visitor) == ("", "lost@example.com")
