"""Words for keys: none is missing, all take their arguments."""

import pytest
from django.utils.translation import gettext, override

from accounts.entitlements import Rule
from tickets.cases import FieldWords
from tickets.events import ARGUMENTS, EventArgumentsError, Kind, checked
from tickets.labels import EVENTS, MOVES, RULES, event_text, identity_lines
from tickets.refusals import REFUSALS, TicketRefusedError
from tickets.workflow import Refusal, Status, choices_from


def test_every_rule_move_and_refusal_has_words():
    assert set(RULES) == {*Rule, "imported"}
    assert set(Refusal) <= set(REFUSALS)
    assert {event for status in Status for event in choices_from(status)} == set(MOVES)
    assert TicketRefusedError("empty").text == "Write the text first."


def test_to_close_a_ticket_is_another_word_in_japanese_than_to_close_a_page():
    with override("ja"):
        assert (MOVES["close"], gettext("Close")) == ("クローズする", "閉じる")


@pytest.mark.parametrize(
    ("event", "arguments", "sentence"),
    [
        ("status", {"before": "on_hold", "after": "open"}, "Status changed from “On hold” to “Open”"),
        ("priority", {"before": "20", "after": "40"}, "Priority changed from “normal” to “urgent”"),
        ("assigned", {"to": "Aki"}, "Assigned to Aki"),
        ("unassigned", {}, "Assigned to nobody"),
        ("proof_matches", {"item": "100% sure"}, "Proof: “100% sure” matches the account"),
        ("proof_differs", {"item": "x"}, "Proof: “x” doesn’t match the account"),
        ("proof_unchecked", {"item": "x"}, "Proof: “x” is unchecked again"),
        ("participant", {"email": "a@b"}, "a@b was added to the ticket"),
        ("follow_up", {"reference": "HC-1"}, "The customer wrote again. It goes on in HC-1"),
        ("email_returned", {"email": "a@b"}, "The email to a@b came back undelivered"),
        ("email_joined", {"sender": "a@b"}, "A mail from a@b was joined by hand"),
    ],
)
def test_an_event_is_told_in_a_sentence(event, arguments, sentence):
    assert event_text(event, arguments, {}) == sentence


def test_every_kind_of_event_has_words_that_name_all_its_arguments():
    assert set(EVENTS) == set(Kind)
    for kind, names in ARGUMENTS.items():
        given = dict.fromkeys(names, "20" if kind == Kind.PRIORITY else "open")
        assert event_text(kind, checked(kind, given), {})


@pytest.mark.parametrize("arguments", [{}, {"to": "Aki", "by": "Ben"}, {"By": "Ben"}])
def test_an_event_with_other_arguments_than_its_kind_takes_is_a_mistake(arguments):
    with pytest.raises(EventArgumentsError, match="assigned takes"):
        checked("assigned", arguments)


def test_a_line_of_the_proof_is_called_as_its_topic_calls_it_now():
    arguments = {"item": "account_email", "label": "登録メールアドレス"}
    assert "“Account email” matches" in event_text(
        "proof_matches", arguments, {"account_email": FieldWords("Account email")}
    )
    assert "“登録メールアドレス” matches" in event_text("proof_matches", arguments, {})


def test_the_identity_is_listed_in_order_without_what_is_empty():
    identity = {
        "domain": "claude.localhost",
        "email": "x",
        "plan": "pro",
        "role": "",
        "support_contact": True,
        "seat": "b",
    }
    assert identity_lines(identity) == [
        ("Plan", "Pro"),
        ("Support contact", "yes"),
        ("Logged in at", "claude.localhost"),
        ("seat", "b"),
    ]


@pytest.mark.parametrize(
    ("identity", "told"),
    [
        ({"product": "claude", "plan": "enterprise", "role": "primary_owner"}, "Claude; Enterprise; primary owner"),
        ({"product": "console", "role": "claude_code_user"}, "Claude Console; Claude Code user"),
        ({"product": "new", "plan": "gold", "role": "keeper"}, "new; gold; keeper"),
    ],
)
def test_a_value_that_is_known_is_told_in_words_and_another_as_it_came(identity, told):
    assert "; ".join(value for _label, value in identity_lines(identity)) == told
