"""Rules in the admin: longer at once, shorter only when it is meant."""

import pytest
from django.contrib.admin.models import LogEntry

from privacy.models import RetentionRule, days_of
from privacy.rules import What
from tests import cast
from tests.messenger.steps import chatting
from tests.privacy.conftest import aged, rule

pytestmark = pytest.mark.django_db
LIST = "/admin/privacy/retentionrule/"


def change(browser: cast.Browser, what: What, **fields: object) -> str:
    """The page that comes back, "" when it was saved."""
    answer = browser.post(f"{LIST}{RetentionRule.objects.get(what=what).pk}/change/", fields)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_lead_sees_every_rule(lead: cast.Browser) -> None:
    page = lead.get(LIST).content.decode()
    assert page.count("for ever") == 7
    assert "Failed background jobs" in page


def test_a_longer_time_is_set_at_once(lead: cast.Browser) -> None:
    assert change(lead, What.CHATS, days="365") == ""
    assert change(lead, What.DRAFTS, days="") == ""
    assert (days_of(What.CHATS), days_of(What.DRAFTS)) == (365, None)


def test_a_shorter_one_says_what_would_go_and_waits_for_a_yes(pro: cast.Browser, lead: cast.Browser) -> None:
    aged(chatting(pro), "updated_at", 31)
    assert "1 row is older and would go" in change(lead, What.CONVERSATIONS, days="30")
    assert days_of(What.CONVERSATIONS) is None
    assert change(lead, What.CONVERSATIONS, days="30", meant="on") == ""
    assert days_of(What.CONVERSATIONS) == 30


@pytest.mark.parametrize("days", ["0", "-1", "soon"])
def test_no_rule_is_shorter_than_a_day(days: str, lead: cast.Browser) -> None:
    assert change(lead, What.VISITS, days=days, meant="on")
    assert days_of(What.VISITS) == 1


def test_rules_are_not_made_or_taken_away(lead: cast.Browser) -> None:
    rule(What.CHATS, 90)
    number = RetentionRule.objects.get(what=What.CHATS).pk
    assert lead.get(f"{LIST}add/").status_code == 403
    assert lead.post(f"{LIST}{number}/delete/", {"post": "yes"}).status_code == 403


def test_an_agent_sets_none(agent: cast.Browser) -> None:
    assert agent.get(LIST).status_code == 403


def test_the_log_says_what_it_was_and_what_it_became(lead: cast.Browser) -> None:
    for sent in ({"days": "365"}, {"days": "365"}, {"days": ""}, {"days": "30", "meant": "on"}):
        change(lead, What.CHATS, **sent)
    entries = LogEntry.objects.filter(user=lead.user).order_by("pk")
    told = [entry.get_change_message() for entry in entries]
    assert told == [
        "Changed days: 90 → 365.",
        "No fields changed.",
        "Changed days: 365 → for ever.",
        "Changed days: for ever → 30.",
    ]
    number = RetentionRule.objects.get(what=What.CHATS).pk
    assert "days: 90 → 365" in lead.get(f"{LIST}{number}/history/").content.decode()
