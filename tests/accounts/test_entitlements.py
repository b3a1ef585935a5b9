"""The table of who may reach what, written out once more by hand and compared cell by cell."""

from dataclasses import replace
from itertools import product as combinations

import pytest

from accounts.entitlements import Need, TopicKind, is_known, support_for
from accounts.identity import AuthenticationDomain, Identity
from accounts.reasons import REASONS, reason_text

ROLES = ["primary_owner", "owner", "admin", "member", "developer", "billing", "claude_code_user", "user", "", "boss"]
PLANS = ["free", "pro", "max", "team", "enterprise", "", "orbit"]
PRODUCTS = ["claude", "console", "", "studio"]
STATUSES = ["current", "legacy", "frozen"]

# Who a person is at a current domain, one letter each, for the roles above in their order.
CLAUDE = {
    "free": "FFFFFFFFFF",
    "pro": "IIIIIIIIII",
    "max": "IIIIIIIIII",
    "team": "OOMMMMMMMM",
    "enterprise": "EEMMMMMMMM",
    "": "FFFFFFFFFF",
    "orbit": "FFFFFFFFFF",
}
CLAUDE_SUPPORT_CONTACT = CLAUDE | {"enterprise": "EEDDDDDDDD"}
CONSOLE = "CCACCCCCCC"

# Per letter: rule, Fin, human, what is needed, Enterprise form, on a member's behalf, ask an owner or admin.
GENERAL = {
    "I": ("individual_paid", True, True, "", False, False, False),
    "O": ("org_owner", True, True, "", False, True, False),
    "E": ("enterprise_owner", True, True, "", True, True, False),
    "A": ("console_admin", True, True, "", False, True, False),
    "M": ("org_member", True, False, "ask_owner", False, False, True),
    "C": ("console_member", True, False, "ask_admin", False, False, True),
    "D": ("designated_contact", True, True, "", False, False, False),
    "F": ("free", True, False, "not_in_plan", False, False, False),
    "L": ("legacy_domain", False, False, "successor_sign_in", False, False, False),
    "N": ("anonymous", True, False, "sign_in", False, False, False),
}
# A topic changes the answer for these alone; everything else is as for a general question.
CHANGED = {
    ("F", "account_deletion"): ("free", True, True, "self_service_first", False, False, False),
}
# These are about nobody's own account, so nothing that is known of a person changes them.
FOR_EVERYBODY = {
    "compliance": ("compliance", False, True, "", False, False, False),
    "cant_log_in": ("locked_out", True, True, "proof", False, False, False),
}


def expected(letter, topic, keeps=False):
    if topic in FOR_EVERYBODY:
        return FOR_EVERYBODY[topic]
    # Who reaches no people otherwise, and is at a current domain, does so for these.
    if letter in "MCF" and topic == "plan_shown_wrong":
        return ("plan_shown_wrong", True, True, "", False, False, False)
    if letter in "MCF" and topic == "billing" and keeps:
        return ("ended_lately", True, True, "", False, False, False)
    return CHANGED.get((letter, topic), GENERAL[letter])


def letter_for(product, plan, role, contact, status):
    if status != "current":
        return "L"
    if product == "console":
        return CONSOLE[ROLES.index(role)]
    if product != "claude":
        return "F"
    return (CLAUDE_SUPPORT_CONTACT if contact else CLAUDE)[plan][ROLES.index(role)]


def answered(support):
    return (
        support.rule,
        support.fin.open,
        support.human.open,
        support.human.need,
        support.enterprise_form.open,
        support.on_behalf.open,
        support.ask_owner.open,
    )


def person(product="claude", plan="", role="", contact=False):
    return Identity("s", "a@example.com", product, plan=plan, role=role, support_contact=contact)


def domain(product="claude", status="current"):
    return AuthenticationDomain("old.example", product, status, "" if status == "current" else "new.example")


CELLS = list(combinations(PRODUCTS, PLANS, ROLES, [False, True], STATUSES, ["general", "account_deletion"]))
CELLS += list(combinations(PRODUCTS, PLANS, ROLES, [False, True], STATUSES, ["cant_log_in", "compliance"]))
CELLS += list(combinations(PRODUCTS, PLANS, ROLES, [False, True], STATUSES, ["billing", "plan_shown_wrong"]))


def test_every_cell_of_the_table_answers_as_written_by_hand():
    assert len(CELLS) == 4 * 7 * 10 * 2 * 3 * len(TopicKind)
    for product, plan, role, contact, status, topic in CELLS:
        support = support_for(person(product, plan, role, contact), domain(product, status), TopicKind(topic))
        wanted = expected(letter_for(product, plan, role, contact, status), topic)
        assert answered(support) == wanted, (product, plan, role, contact, status, topic)


def test_what_ended_lately_opens_bills_and_nothing_else():
    for product, plan, role, contact, status, topic in CELLS:
        lately = replace(person(product, plan, role, contact), keeps_billing=True)
        wanted = expected(letter_for(product, plan, role, contact, status), topic, keeps=True)
        assert answered(support_for(lately, domain(product, status), TopicKind(topic))) == wanted


@pytest.mark.parametrize("topic", list(TopicKind))
def test_nobody_is_anonymous_whatever_the_domain(topic):
    for where in (None, *(domain(status=status) for status in STATUSES)):
        assert answered(support_for(None, where, TopicKind(topic))) == expected("N", topic)


@pytest.mark.parametrize("topic", list(TopicKind))
def test_an_identity_without_the_domain_that_issued_it_counts_as_nobody(topic):
    assert answered(support_for(person(plan="pro"), None, TopicKind(topic))) == expected("N", topic)


def test_docs_search_and_reports_under_the_law_are_open_to_everyone_in_every_state():
    for product, plan, role, contact, status, topic in CELLS:
        support = support_for(person(product, plan, role, contact), domain(product, status), TopicKind(topic))
        assert support.docs.open
        assert support.search.open
        assert support.compliance.open


def test_only_a_legacy_domain_names_its_successor():
    assert support_for(person(plan="pro"), domain(status="legacy"), TopicKind.GENERAL).successor == "new.example"
    assert support_for(person(plan="pro"), domain(), TopicKind.GENERAL).successor == ""


def test_every_answer_has_a_sentence_that_says_why_and_no_sentence_is_left_over():
    given = {
        support_for(person(product, plan, role, contact), domain(product, status), TopicKind(topic)).reason
        for product, plan, role, contact, status, topic in CELLS
    }
    given.add(support_for(replace(person(), keeps_billing=True), domain(), TopicKind.BILLING).reason)
    given |= {support_for(None, None, topic).reason for topic in TopicKind}
    assert given == set(REASONS)


def test_the_reason_is_a_sentence():
    support = support_for(person(plan="team", role="member"), domain(), TopicKind.GENERAL)
    assert reason_text(support).startswith("Your seat type doesn't include direct support")


def test_an_open_channel_may_still_need_a_step_first():
    human = support_for(None, None, TopicKind.CANT_LOG_IN).human
    assert human.open
    assert human.need == Need.PROOF


@pytest.mark.parametrize(
    ("product", "plan", "role", "known"),
    [
        ("claude", "free", "", True),
        ("claude", "team", "owner", True),
        ("claude", "team", "developer", False),
        ("claude", "orbit", "", False),
        ("claude", "", "", False),
        ("console", "", "billing", True),
        ("console", "", "owner", False),
        ("studio", "pro", "", False),
    ],
)
def test_an_unknown_plan_or_role_is_noticed(product, plan, role, known):
    assert is_known(person(product, plan, role)) is known
