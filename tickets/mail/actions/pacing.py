"""Gives each mail its turn, so that no domain gets more of them in a minute than it likes. Nobody sleeps for it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from tickets.models import OutgoingEmail

# What a quiet domain may get at once: its share of so long a time.
_BURST = timedelta(seconds=15)
# A turn holds for so long: a worker that is late doesn't queue for another one.
TURN_LASTS = timedelta(minutes=5)
# One statement, so that any number of workers share one pace: each takes the next turn and leaves the one behind it.
_TAKE = """
    INSERT INTO tickets_domainpace AS pace (domain, next_at) VALUES (%(domain)s, %(earliest)s + %(step)s)
    ON CONFLICT (domain) DO UPDATE SET next_at = greatest(pace.next_at, %(earliest)s) + %(step)s
    RETURNING next_at - %(step)s
"""


def turn_of(email_id: int, *, now: datetime) -> datetime:
    """When this mail may go out: now, or when those before it to the same domain are through.

    Each call takes a turn. Without `MAIL_PER_MINUTE`, or for a mail that is gone or sent, it is now.
    """
    if not settings.MAIL_PER_MINUTE:
        return now
    waiting = OutgoingEmail.objects.filter(pk=email_id, status=OutgoingEmail.Status.QUEUED)
    domain = (waiting.values_list("to_email", flat=True).first() or "").rpartition("@")[2].strip().lower()
    if not domain:
        return now
    step = timedelta(minutes=1) / settings.MAIL_PER_MINUTE
    with connection.cursor() as cursor:
        taken: dict[str, Any] = {"domain": domain[:255], "earliest": now - _BURST, "step": step}
        cursor.execute(_TAKE, taken)
        (turn,) = cursor.fetchone() or (now,)
    return max(now, turn)
