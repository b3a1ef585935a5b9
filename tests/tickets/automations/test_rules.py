"""The rules as tables: what holds, what excludes what, and what is never done."""

from dataclasses import replace

import pytest

from tickets.automations.rules import (
    Condition,
    Do,
    Facts,
    Field,
    Skip,
    Step,
    Trigger,
    concerns,
    matches,
    never_together,
    why_not,
)
from tickets.machines import named, signed

FACTS = Facts(
    one={Field.TOPIC: "billing", Field.TEAM: "3", Field.ASSIGNEE: "", Field.PRIORITY: "2", Field.STATUS: "new"},
    subject="Refund for ＭＡＸ, please",
    tags=frozenset({"vip"}),
)


@pytest.mark.parametrize(
    ("field", "value", "is_not", "holds"),
    [
        ("topic", "billing", False, True),
        ("topic", "billing", True, False),
        ("topic", "login", False, False),
        ("topic", "login", True, True),
        ("assignee", "", False, True),
        ("assignee", "", True, False),
        ("plan", "", False, True),
        ("tag", "vip", False, True),
        ("tag", "bug", True, True),
        ("subject", "max REFUND", False, True),
        ("subject", "refund team", False, False),
        ("subject", "refund team", True, True),
    ],
)
def test_whether_a_condition_holds(field, value, is_not, holds):
    assert matches([Condition(Field(field), value, is_not)], FACTS) is holds


def test_all_conditions_have_to_hold():
    topic, team = Condition(Field.TOPIC, "billing"), Condition(Field.TEAM, "4")
    assert matches([], FACTS)
    assert matches([topic], FACTS)
    assert not matches([topic, team], FACTS)


@pytest.mark.parametrize(
    ("do", "value", "changes", "why"),
    [
        ("team", "4", {}, None),
        ("team", "3", {}, Skip.SAME),
        ("assign", "", {}, Skip.SAME),
        ("priority", "2", {}, Skip.SAME),
        ("tag", "vip", {}, Skip.SAME),
        ("untag", "vip", {}, None),
        ("untag", "bug", {}, Skip.SAME),
        ("note", "x", {"status": "closed"}, Skip.CLOSED),
        ("macro", "1", {}, None),
        ("macro", "1", {"status": "pending"}, Skip.NOT_OURS),
        ("macro", "1", {"status": "on_hold"}, Skip.NOT_OURS),
        ("macro", "1", {"is_guarded": True}, Skip.GUARDED),
        ("macro", "1", {"has_address": False}, Skip.NO_ADDRESS),
        ("macro", "1", {"came_back": True}, Skip.CAME_BACK),
        ("macro", "1", {"just_wrote": True}, Skip.JUST_WROTE),
        ("status", "solved", {}, None),
        ("status", "solved", {"is_guarded": True}, Skip.GUARDED),
        ("status", "pending", {"status": "solved"}, Skip.FINISHED),
        ("status", "new", {}, Skip.SAME),
        ("snooze", "4", {"status": "solved"}, Skip.FINISHED),
    ],
)
def test_what_keeps_a_step_from_being_done(do, value, changes, why):
    status = changes.pop("status", "new")
    facts = replace(FACTS, one={**FACTS.one, Field.STATUS: status}, **changes)
    assert why_not(Step(Do(do), value), facts) is why


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        (("topic", "a"), ("topic", "b"), True),
        (("topic", "a"), ("topic", "a", True), True),
        (("topic", "a", True), ("topic", "b", True), False),
        (("topic", "a"), ("team", "a"), False),
        (("tag", "a"), ("tag", "b"), False),
        (("tag", "a"), ("tag", "a", True), True),
        (("topic", "a"), ("topic", "b", True), False),
    ],
)
def test_what_never_holds_together(one, other, excluded):
    pair = [Condition(Field(field), value, bool(is_not)) for field, value, *is_not in (one, other)]
    assert (never_together(pair) is not None) is excluded


def test_another_tag_is_no_cause_for_who_waits_for_one():
    asked = [Condition(Field.TAG, "vip"), Condition(Field.TAG, "bug", is_not=True)]
    assert concerns(Trigger.TAGGED, "vip", asked)
    assert not concerns(Trigger.TAGGED, "bug", asked)
    assert concerns(Trigger.OPENED, "", asked)
    assert concerns(Trigger.TAGGED, "bug", [])
    assert not concerns(Trigger.STATUS, "open", [Condition(Field.STATUS, "solved")])


def test_a_machine_signs_as_no_person_can():
    assert named(signed("Billing first")) == "Billing first"
    assert named("Aki Tanaka") == named("") == ""
    assert len(signed("x" * 300)) == 200
