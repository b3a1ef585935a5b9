"""What the rules would say now of somebody who was let through then, and why it is something else. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext

from accounts.entitlements import Rule, Support, TopicKind, support_for
from accounts.identity import Identity
from accounts.models import Customer
from accounts.plan_words import plan_word, role_word
from accounts.reasons import reason_text
from tickets import labels
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules say now. `words` is all there is to say where they say the same, or nobody is known to ask of.

    Else they are the rule's, with `because`; `refusal` is what the person would read where it no longer lets them
    through. `said_at` is when plan and role were last said.
    """

    words: str
    differs: bool = False
    because: str = ""
    refusal: str = ""
    said_at: datetime | None = None


def standing(ticket: Ticket, now: datetime) -> Standing:
    """What the same person would be told now who wrote about the same."""
    kind = _kind(ticket)
    if ticket.is_report or support_for(None, None, kind).human.open:
        return Standing(gettext("The same: everybody may write about this, logged in or not."))
    customer = ticket.customer
    if customer is None:
        return _unknown(ticket.identity)
    if customer.claims_at is None and not customer.domain.is_legacy:
        return Standing(gettext("Not known: no login has said plan and role yet."))
    identity = customer.identity()
    domain = customer.domain.as_value()
    support, bills_until = support_for(identity, domain, kind), None
    if not support.human.open and kind == TopicKind.BILLING:
        bills_until = customer.bills_until(now)
        support = support_for(replace(identity, keeps_billing=bills_until is not None), domain, kind)
    if support.rule == ticket.rule:
        return Standing(gettext("The same."), said_at=customer.claims_at)
    reasons = [
        *_of_domain(customer, support),
        *_of_account(ticket.identity, identity),
        *_of_contact(ticket.rule, support, identity),
        *_of_bills(bills_until),
    ]
    return Standing(
        str(labels.RULES.get(support.rule, support.rule)),
        differs=True,
        because=pgettext("between reasons", "; ").join(reasons),
        refusal="" if support.human.open else reason_text(support),
        said_at=customer.claims_at,
    )


def _kind(ticket: Ticket) -> TopicKind:
    """What the ticket is about; a kind that is none any more is about anything."""
    return TopicKind(ticket.topic_kind) if ticket.topic_kind in set(TopicKind) else TopicKind.GENERAL


def _unknown(identity: Mapping[str, object]) -> Standing:
    if identity.get("subject") or identity.get("plan") or identity.get("role"):
        return Standing(gettext("Not known any more: the account is gone from here."))
    return Standing(gettext("Not known: nobody was logged in."))


def _of_domain(customer: Customer, support: Support) -> list[str]:
    if support.rule != Rule.LEGACY_DOMAIN:
        return []
    hosts = {"host": customer.domain.host, "successor": support.successor}
    return [gettext("%(host)s was replaced by %(successor)s") % hosts]


def _of_account(before: Mapping[str, object], now: Identity) -> list[str]:
    """What of plan and role is something else; what wasn't noted then can't differ."""
    changed = []
    if before.get("plan") and before["plan"] != now.plan:
        words = {"before": plan_word(str(before["plan"])), "after": plan_word(now.plan) or "–"}
        changed.append(gettext("the plan was %(before)s and is %(after)s") % words)
    if before.get("role") and before["role"] != now.role:
        words = {
            "before": role_word(str(before["role"]), now.product),
            "after": role_word(now.role, now.product) or "–",
        }
        changed.append(gettext("the role was %(before)s and is %(after)s") % words)
    return changed


def _of_contact(before: str, support: Support, now: Identity) -> list[str]:
    if support.rule == Rule.DESIGNATED_CONTACT:
        return [gettext("the organization names them as its support contact")]
    if before == Rule.DESIGNATED_CONTACT and not now.support_contact:
        return [gettext("the organization no longer names them as its support contact")]
    return []


def _of_bills(until: datetime | None) -> list[str]:
    if until is None:
        return []
    day = date_format(localtime(until), "DATE_FORMAT")
    return [gettext("what they had has ended, and questions about its bills are answered until %(day)s") % {"day": day}]
