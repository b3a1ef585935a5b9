"""How long something is kept of rights that ended, and what somebody has now. Reads only."""

from datetime import timedelta

from accounts.entitlements import Support, TopicKind, support_for
from accounts.models import Customer

KEPT_FOR = timedelta(days=30)


def standing_of(customer: Customer) -> Support:
    """What the customer reaches by plan and role alone, as they are described now."""
    return support_for(customer.identity(), customer.domain.as_value(), TopicKind.GENERAL)
