"""Rights that ended lately, and what is kept of them. Reads only."""

from datetime import datetime, timedelta

from accounts.entitlements import Support, TopicKind, support_for
from accounts.models import Customer, FormerRight

KEPT_FOR = timedelta(days=30)


def keeps_billing_until(customer_id: int | None, *, now: datetime) -> datetime | None:
    """Until when questions about bills still reach people because of what ended, or None where nothing did lately."""
    if customer_id is None:
        return None
    return FormerRight.objects.filter(customer=customer_id, until__gt=now).values_list("until", flat=True).first()


def standing_of(customer: Customer) -> Support:
    """What the customer reaches by plan and role alone, as they are described now."""
    return support_for(customer.identity(), customer.domain.as_value(), TopicKind.GENERAL)
