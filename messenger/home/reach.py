"""What support a person can get, and why. Reads only."""

from typing import Any

from accounts.entitlements import TopicKind
from accounts.models import Visitor
from accounts.reasons import reason_text
from messenger.access import support_of


def reach_context(visitor: Visitor | None) -> dict[str, Any]:
    """Which ways to support are open to the person, and the sentence that says why."""
    support = support_of(visitor)
    return {
        "visitor": visitor,
        "support": support,
        "reason": reason_text(support),
        "locked_out_reason": reason_text(support_of(None, TopicKind.CANT_LOG_IN)),
    }
