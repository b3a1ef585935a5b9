"""The sample people cover the whole entitlement table."""

import json
from pathlib import Path

import pytest

from accounts.entitlements import Rule, TopicKind, support_for
from accounts.identity import AuthenticationDomain, Identity
from demo.people import PEOPLE, find_person, people_of

SAMPLE = json.loads((Path(__file__).resolve().parents[2] / "demo" / "sample_people.json").read_text())
CONTACTS = {email for organisation in SAMPLE["organisations"] for email in organisation.get("support_contacts", [])}


def rule_for(person):
    identity = Identity(
        person.subject,
        person.email,
        person.product,
        plan=person.plan,
        role=person.role,
        support_contact=person.email in CONTACTS,
    )
    return support_for(identity, AuthenticationDomain("x", person.product), TopicKind.GENERAL).rule


@pytest.mark.parametrize(
    ("product", "key", "rule"),
    [
        ("claude", "free", "free"),
        ("claude", "pro", "individual_paid"),
        ("claude", "max", "individual_paid"),
        ("claude", "team_member", "org_member"),
        ("claude", "team_admin", "org_member"),
        ("claude", "team_owner", "org_owner"),
        ("claude", "team_primary_owner", "org_owner"),
        ("claude", "enterprise_member", "org_member"),
        ("claude", "enterprise_owner", "enterprise_owner"),
        ("claude", "enterprise_contact", "designated_contact"),
        ("claude", "unknown_plan", "free"),
        ("console", "admin", "console_admin"),
        ("console", "developer", "console_member"),
        ("console", "billing", "console_member"),
        ("console", "claude_code_user", "console_member"),
        ("console", "user", "console_member"),
    ],
)
def test_each_person_stands_for_a_row(product, key, rule):
    assert rule_for(find_person(product, key)) == rule


def test_every_row_that_a_signed_in_person_can_have_at_a_current_domain_is_there():
    beyond = {Rule.ANONYMOUS, Rule.LOCKED_OUT, Rule.LEGACY_DOMAIN, Rule.COMPLIANCE}
    # It is a topic that leads to these, not who somebody is.
    beyond |= {Rule.ENDED_LATELY, Rule.PLAN_SHOWN_WRONG}
    assert {rule_for(person) for person in PEOPLE} == set(Rule) - beyond


def test_people_are_told_apart():
    assert len({(person.product, person.key) for person in PEOPLE}) == len(PEOPLE)
    assert len({person.email for person in PEOPLE}) == len({person.subject for person in PEOPLE}) == len(PEOPLE)
    assert find_person("claude", "pro").initials == "MS"


def test_a_key_belongs_to_its_product():
    assert find_person("console", "pro") is None
    assert len(people_of("console")) == 5


def test_the_support_contact_of_the_sample_is_one_of_the_people():
    assert {find_person("claude", "enterprise_contact").email} == CONTACTS
