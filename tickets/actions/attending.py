"""Notes who has a ticket's page open. Nothing of the ticket itself changes."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from tickets.models import Presence, Ticket

_KEPT = timedelta(hours=1)


@transaction.atomic
def attend(*, ticket: Ticket, staff: User, now: datetime) -> None:
    """Note that this member of staff has the ticket's page open."""
    _row, is_new = Presence.objects.update_or_create(ticket=ticket, staff=staff, defaults={"seen_at": now})
    if is_new:
        # Nobody has more rows than the tickets of an hour.
        Presence.objects.filter(staff=staff, seen_at__lt=now - _KEPT).delete()
