"""What support a person can get, and why. Reads only."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.entitlements import Rule, TopicKind
from accounts.models import Visitor
from messenger.access import support_of, topics_for
from messenger.naming import reason_of


def reach_context(visitor: Visitor | None) -> dict[str, Any]:
    """Which ways to support are open to the person, and the sentence that says why."""
    support = support_of(visitor)
    return {
        "visitor": visitor,
        "support": support,
        "reason": reason_of(support),
        "bills_until": _bills_until(visitor),
        "wrong_plan": next((each for each in topics_for(visitor) if each.about == TopicKind.PLAN_SHOWN_WRONG), None),
        "locked_out_reason": reason_of(support_of(None, TopicKind.CANT_LOG_IN)),
    }


def _bills_until(visitor: Visitor | None) -> datetime | None:
    """Until when bills are spoken of because of what ended, for who couldn't otherwise."""
    if support_of(visitor, TopicKind.BILLING).rule != Rule.ENDED_LATELY or visitor is None:
        return None
    return visitor.bills_until(timezone.now())
