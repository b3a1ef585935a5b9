"""Puts tickets off, and brings them back: when it is time, or by hand; an answer does so by itself."""

import logging
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets import workflow
from tickets.actions import recording
from tickets.events import Kind
from tickets.models import Snooze, Ticket
from tickets.refusals import TicketRefusedError
from tickets.snoozing import is_possible

logger = logging.getLogger(__name__)
# So many come back in one run; the next one, a minute later, goes on.
_AT_ONCE = 1_000


@transaction.atomic
def snooze(*, ticket: Ticket, author: User | None, until: datetime, now: datetime) -> Snooze:
    """Put the ticket off until then, or until somebody answers; again with another time changes the time.

    Raises TicketRefusedError for a finished ticket, and for a time that is over or beyond reason.
    """
    row = recording.lock(ticket)
    if row.status in workflow.FINISHED:
        raise TicketRefusedError("finished")
    if not is_possible(until, now):
        raise TicketRefusedError("no_time")
    made = recording.put_off(row, until, author)
    recording.record(row, Kind.SNOOZED, author, now, until=until.isoformat(timespec="seconds"))
    recording.save(row, now)
    return made


@transaction.atomic
def wake(*, ticket: Ticket, author: User | None, now: datetime) -> Ticket:
    """Bring the ticket back, at the place in the queue that it had; one that waits for the customer opens again.

    One that wasn't put off, or is back, stays as it is.
    """
    row = recording.lock(ticket)
    if not recording.wake(row):
        return row
    recording.record(row, Kind.WOKEN, author, now)
    if author is None and row.status == workflow.Status.PENDING:
        recording.move(row, workflow.Event.REOPEN, None, now)
    recording.save(row, now)
    return row


def wake_due(*, now: datetime) -> int:
    """Bring back every ticket whose time has come, each for itself; returns how many did."""
    due = Snooze.objects.filter(until__lte=now).order_by("until").select_related("ticket")[:_AT_ONCE]
    done = 0
    for row in due:
        try:
            wake(ticket=row.ticket, author=None, now=now)
            done += 1
        except Exception:
            # One that can't be brought back keeps no other asleep.
            logger.exception("Ticket %s stays snoozed", row.ticket_id)
    return done
