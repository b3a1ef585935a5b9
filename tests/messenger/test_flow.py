"""The flow as a complete grid, and the way onward for every answer of the entitlements."""

import itertools

import pytest

from accounts.entitlements import Channel, Need, Rule, TopicKind, support_for
from accounts.identity import AuthenticationDomain, DomainStatus, Identity
from messenger.conversations.flow import (
    Event,
    FlowRefusedError,
    Onward,
    Refusal,
    Stage,
    advance,
    choosing,
    gate,
    way_onward,
)

# What the conversation does, restated: stage -> {event: stage after}. Everything absent is refused.
EXPECTED = {
    "draft": {"agree": "topic"},
    "topic": {
        "agree": "topic",
        "choose_topic": "details",
        "choose_topic_with_steps": "steps",
        "change_topic": "topic",
    },
    "steps": {
        "agree": "steps",
        "choose_topic": "details",
        "choose_topic_with_steps": "steps",
        "change_topic": "topic",
        "tried_self_service": "details",
        "ask_fin_first": "details",
        "solved": "resolved",
    },
    "details": {
        "agree": "details",
        "choose_topic": "details",
        "choose_topic_with_steps": "steps",
        "change_topic": "topic",
        "give_details": "chat",
        "tried_self_service": "details",
        "ask_fin_first": "details",
    },
    "chat": {
        "agree": "chat",
        "ask_fin_first": "chat",
        "ask": "chat",
        "ask_again": "chat",
        "solved": "resolved",
        "not_solved": "chat",
        "tried_self_service": "chat",
        "hand_over": "handed_over",
    },
    "resolved": {"ask": "chat", "ask_after_steps": "details", "solved": "resolved"},
    "handed_over": {"ask": "handed_over", "hand_over": "handed_over", "not_solved": "handed_over"},
}
CLAUDE = AuthenticationDomain("claude.ai", "claude")
CONSOLE = AuthenticationDomain("platform.claude.com", "console")
LEGACY = AuthenticationDomain("console.anthropic.com", "console", DomainStatus.LEGACY, "platform.claude.com")


def answer(stage: Stage, event: Event) -> Stage | Refusal:
    try:
        return advance(stage, event)
    except FlowRefusedError as refused:
        return refused.refusal


def test_every_pair_of_stage_and_event_has_its_answer() -> None:
    for stage, event in itertools.product(Stage, Event):
        assert answer(stage, event) == EXPECTED[stage].get(event, Refusal.WRONG_STEP), (stage, event)


def test_nothing_can_be_asked_before_the_consent() -> None:
    for event in (Event.ASK, Event.GIVE_DETAILS, Event.CHOOSE_TOPIC, Event.HAND_OVER):
        with pytest.raises(FlowRefusedError):
            advance(Stage.DRAFT, event)


@pytest.mark.parametrize(
    ("plan", "topic", "wanted", "there", "steps"),
    [
        ("free", TopicKind.ACCOUNT_DELETION, False, True, True),
        ("free", TopicKind.ACCOUNT_DELETION, True, False, False),
        ("free", TopicKind.GENERAL, False, True, False),
        ("free", TopicKind.GENERAL, True, True, True),
        ("pro", TopicKind.ACCOUNT_DELETION, False, True, False),
        ("pro", TopicKind.ACCOUNT_DELETION, True, True, True),
        ("pro", TopicKind.CANT_LOG_IN, True, True, True),
    ],
)
def test_the_steps_come_first_where_the_rule_or_staff_say_so_and_there_are_any(
    plan: str, topic: TopicKind, wanted: bool, there: bool, steps: bool
) -> None:
    event = choosing(support_for(_person(plan), CLAUDE, topic), wanted=wanted, there=there)
    assert event == (Event.CHOOSE_TOPIC_WITH_STEPS if steps else Event.CHOOSE_TOPIC)


def _person(plan: str = "", role: str = "", product: str = "claude") -> Identity:
    return Identity("1", "a@example.com", product, plan, role)


@pytest.mark.parametrize(
    ("identity", "domain", "topic", "onward"),
    [
        (_person("pro"), CLAUDE, TopicKind.GENERAL, Onward.HAND_OVER),
        (_person("max"), CLAUDE, TopicKind.ACCOUNT_DELETION, Onward.HAND_OVER),
        (_person("team", "owner"), CLAUDE, TopicKind.GENERAL, Onward.HAND_OVER),
        (_person("team", "member"), CLAUDE, TopicKind.GENERAL, Onward.ASK_OWNER),
        (_person("enterprise", "admin"), CLAUDE, TopicKind.GENERAL, Onward.ASK_OWNER),
        (_person("free"), CLAUDE, TopicKind.GENERAL, Onward.NOT_IN_PLAN),
        (_person("free"), CLAUDE, TopicKind.ACCOUNT_DELETION, Onward.SELF_SERVICE),
        (_person(role="admin", product="console"), CONSOLE, TopicKind.GENERAL, Onward.HAND_OVER),
        (_person(role="developer", product="console"), CONSOLE, TopicKind.GENERAL, Onward.ASK_OWNER),
        (_person(role="admin", product="console"), LEGACY, TopicKind.GENERAL, Onward.GATE),
        (None, None, TopicKind.GENERAL, Onward.SIGN_IN),
        (None, None, TopicKind.CANT_LOG_IN, Onward.PROVE_ADDRESS),
        (_person("pro"), CLAUDE, TopicKind.CANT_LOG_IN, Onward.PROVE_ADDRESS),
    ],
)
def test_the_way_onward_follows_the_rule(
    identity: Identity | None, domain: AuthenticationDomain | None, topic: TopicKind, onward: Onward
) -> None:
    assert way_onward(support_for(identity, domain, topic), tried_self_service=False) == onward


def test_the_self_service_that_did_not_work_opens_the_way_to_people_for_that_topic_alone() -> None:
    free = _person("free")
    deletion = support_for(free, CLAUDE, TopicKind.ACCOUNT_DELETION)
    assert way_onward(deletion, tried_self_service=True) == Onward.HAND_OVER
    general = support_for(free, CLAUDE, TopicKind.GENERAL)
    assert way_onward(general, tried_self_service=True) == Onward.NOT_IN_PLAN


def test_every_channel_the_entitlements_can_answer_with_has_a_way_onward() -> None:
    people = [None, _person("free"), _person("pro"), _person("team", "member"), _person(role="x", product="console")]
    seen: set[Channel] = set()
    for identity, domain, topic in itertools.product(people, [None, CLAUDE, CONSOLE, LEGACY], TopicKind):
        support = support_for(identity, domain, topic)
        assert way_onward(support, tried_self_service=False) in Onward
        seen.add(support.human)
    assert {channel.need for channel in seen} == set(Need)


def test_the_gate_is_closed_for_the_legacy_domain_and_names_its_successor() -> None:
    closed = gate(support_for(_person(role="admin", product="console"), LEGACY, TopicKind.GENERAL))
    assert (closed.open, closed.successor) == (False, "platform.claude.com")
    assert gate(support_for(_person(role="admin", product="console"), CONSOLE, TopicKind.GENERAL)).open
    assert gate(support_for(None, None, TopicKind.GENERAL)).open


def test_a_report_under_the_law_passes_the_gate() -> None:
    support = support_for(_person(role="admin", product="console"), LEGACY, TopicKind.COMPLIANCE)
    assert support.rule == Rule.COMPLIANCE
    assert gate(support).open
