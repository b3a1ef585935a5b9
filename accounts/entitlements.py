"""Who may reach what: one pure, total function. No Django, no database, no clock.

Everything that shows or grants a way to support asks `support_for`; the code that writes asks it again.
"""

from dataclasses import dataclass
from enum import StrEnum

from accounts.identity import (
    AuthenticationDomain,
    ConsoleRole,
    DomainStatus,
    Identity,
    OrganisationRole,
    Plan,
    Product,
)


class Rule(StrEnum):
    """The row of the entitlement table that decided."""

    INDIVIDUAL_PAID = "individual_paid"
    ORG_OWNER = "org_owner"
    ENTERPRISE_OWNER = "enterprise_owner"
    CONSOLE_ADMIN = "console_admin"
    ORG_MEMBER = "org_member"
    CONSOLE_MEMBER = "console_member"
    DESIGNATED_CONTACT = "designated_contact"
    FREE = "free"
    ENDED_LATELY = "ended_lately"
    PLAN_SHOWN_WRONG = "plan_shown_wrong"
    LOCKED_OUT = "locked_out"
    ANONYMOUS = "anonymous"
    LEGACY_DOMAIN = "legacy_domain"
    COMPLIANCE = "compliance"


class TopicKind(StrEnum):
    """What a person writes about, as far as it changes what they may reach."""

    GENERAL = "general"
    BILLING = "billing"
    PLAN_SHOWN_WRONG = "plan_shown_wrong"
    ACCOUNT_DELETION = "account_deletion"
    CANT_LOG_IN = "cant_log_in"
    COMPLIANCE = "compliance"


class Need(StrEnum):
    """What stands before a channel: for an open one the step to take first, for a closed one what would open it."""

    NOTHING = ""
    SIGN_IN = "sign_in"
    SUCCESSOR_SIGN_IN = "successor_sign_in"
    PROOF = "proof"
    SELF_SERVICE_FIRST = "self_service_first"
    ASK_OWNER = "ask_owner"
    ASK_ADMIN = "ask_admin"
    NOT_IN_PLAN = "not_in_plan"


@dataclass(frozen=True, slots=True)
class Channel:
    """Whether one way to support is open, and what it needs."""

    open: bool
    need: Need = Need.NOTHING


OPEN = Channel(True)
CLOSED = Channel(False)


@dataclass(frozen=True, slots=True)
class Support:
    """The whole answer for one person and topic. `reason` is a key of `accounts.reasons.REASONS`."""

    rule: Rule
    docs: Channel
    search: Channel
    fin: Channel
    human: Channel
    enterprise_form: Channel
    on_behalf: Channel
    ask_owner: Channel
    compliance: Channel = OPEN
    successor: str = ""

    @property
    def reason(self) -> str:
        """Why, as a key: the rule, and what is needed where it makes a difference."""
        return f"{self.rule}.{self.human.need}" if self.human.need else str(self.rule)


def _support(
    rule: Rule,
    *,
    human: Channel,
    fin: Channel = OPEN,
    enterprise_form: Channel = CLOSED,
    on_behalf: Channel = CLOSED,
    ask_owner: Channel = CLOSED,
    successor: str = "",
) -> Support:
    return Support(
        rule=rule,
        docs=OPEN,
        search=OPEN,
        fin=fin,
        human=human,
        enterprise_form=enterprise_form,
        on_behalf=on_behalf,
        ask_owner=ask_owner,
        successor=successor,
    )


_TABLE: dict[Rule, Support] = {
    Rule.INDIVIDUAL_PAID: _support(Rule.INDIVIDUAL_PAID, human=OPEN),
    Rule.ORG_OWNER: _support(Rule.ORG_OWNER, human=OPEN, on_behalf=OPEN),
    Rule.ENTERPRISE_OWNER: _support(Rule.ENTERPRISE_OWNER, human=OPEN, on_behalf=OPEN, enterprise_form=OPEN),
    Rule.CONSOLE_ADMIN: _support(Rule.CONSOLE_ADMIN, human=OPEN, on_behalf=OPEN),
    Rule.ORG_MEMBER: _support(Rule.ORG_MEMBER, human=Channel(False, Need.ASK_OWNER), ask_owner=OPEN),
    Rule.CONSOLE_MEMBER: _support(Rule.CONSOLE_MEMBER, human=Channel(False, Need.ASK_ADMIN), ask_owner=OPEN),
    Rule.DESIGNATED_CONTACT: _support(Rule.DESIGNATED_CONTACT, human=OPEN),
    Rule.ENDED_LATELY: _support(Rule.ENDED_LATELY, human=OPEN),
    Rule.PLAN_SHOWN_WRONG: _support(Rule.PLAN_SHOWN_WRONG, human=OPEN),
    Rule.LOCKED_OUT: _support(Rule.LOCKED_OUT, human=Channel(True, Need.PROOF)),
    Rule.ANONYMOUS: _support(Rule.ANONYMOUS, human=Channel(False, Need.SIGN_IN)),
    Rule.COMPLIANCE: _support(Rule.COMPLIANCE, human=OPEN, fin=CLOSED),
}
_FREE: dict[bool, Support] = {
    True: _support(Rule.FREE, human=Channel(True, Need.SELF_SERVICE_FIRST)),
    False: _support(Rule.FREE, human=Channel(False, Need.NOT_IN_PLAN)),
}
# Topics that are open alike to everybody, signed in or not, at whichever domain.
_WHOEVER_ASKS: dict[TopicKind, Rule] = {
    TopicKind.COMPLIANCE: Rule.COMPLIANCE,
    TopicKind.CANT_LOG_IN: Rule.LOCKED_OUT,
}
_OWNERS = frozenset({OrganisationRole.PRIMARY_OWNER, OrganisationRole.OWNER})


def is_known(identity: Identity) -> bool:
    """False when the plan or role is not one we know, and so was treated as the least entitled one."""
    if identity.product == Product.CONSOLE:
        return identity.role in set(ConsoleRole)
    if identity.product != Product.CLAUDE or identity.plan not in set(Plan):
        return False
    in_organisation = identity.plan in {Plan.TEAM, Plan.ENTERPRISE}
    return not in_organisation or identity.role in set(OrganisationRole)


def _claude_rule(identity: Identity) -> Rule:
    if identity.plan in {Plan.PRO, Plan.MAX}:
        return Rule.INDIVIDUAL_PAID
    if identity.plan not in {Plan.TEAM, Plan.ENTERPRISE}:
        return Rule.FREE
    if identity.role in _OWNERS:
        return Rule.ENTERPRISE_OWNER if identity.plan == Plan.ENTERPRISE else Rule.ORG_OWNER
    if identity.support_contact and identity.plan == Plan.ENTERPRISE:
        return Rule.DESIGNATED_CONTACT
    return Rule.ORG_MEMBER


def _rule(identity: Identity | None) -> Rule:
    if identity is None:
        return Rule.ANONYMOUS
    if identity.product == Product.CONSOLE:
        return Rule.CONSOLE_ADMIN if identity.role == ConsoleRole.ADMIN else Rule.CONSOLE_MEMBER
    if identity.product == Product.CLAUDE:
        return _claude_rule(identity)
    return Rule.FREE


def support_for(identity: Identity | None, domain: AuthenticationDomain | None, topic: TopicKind) -> Support:
    """What this person may reach for this topic, and which rule says so.

    `domain` is the domain that issued the identity; an identity without one counts as not signed in.
    Who can't log in writes about another account than the one they are signed in with, so that one decides nothing.
    Total: every combination, unknown plans and roles included, has exactly one answer; it never raises.
    """
    if topic in _WHOEVER_ASKS:
        return _TABLE[_WHOEVER_ASKS[topic]]
    if identity is None or domain is None:
        return _TABLE[_rule(None)]
    if domain.status != DomainStatus.CURRENT:
        gate = Channel(False, Need.SUCCESSOR_SIGN_IN)
        return _support(Rule.LEGACY_DOMAIN, human=gate, fin=gate, successor=domain.successor)
    rule = _rule(identity)
    answer = _FREE[topic == TopicKind.ACCOUNT_DELETION] if rule == Rule.FREE else _TABLE[rule]
    if answer.human.open:
        return answer
    # Whoever says that their plan or role is wrong can't be refused because of it.
    if topic == TopicKind.PLAN_SHOWN_WRONG:
        return _TABLE[Rule.PLAN_SHOWN_WRONG]
    return _TABLE[Rule.ENDED_LATELY] if topic == TopicKind.BILLING and identity.keeps_billing else answer
