"""Notices clocks that get tight or run out: once for each time that was due. Nothing else writes notices."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tickets.actions import recording
from tickets.events import Kind
from tickets.models import SlaClock, SlaNotice
from tickets.notifying import kinds as notifying
from tickets.notifying.actions import tell

logger = logging.getLogger(__name__)
# So many of each in one run; the next one, a minute later, goes on.
_AT_ONCE = 1_000


def notice(*, now: datetime) -> int:
    """Write down which clocks are due soon or overdue by now, and a breach on its ticket; returns how many there are.

    The breach is written first: of what was overlooked until it was late, nobody is warned any more.
    """
    late = SlaClock.objects.filter(breached=False, due_at__lt=now).order_by("due_at", "pk")
    soon = SlaClock.objects.filter(warned=False, warn_at__lte=now).order_by("warn_at", "pk")
    return _each(late, SlaNotice.What.BREACH, now) + _each(soon, SlaNotice.What.WARNING, now)


def _each(clocks: QuerySet[SlaClock], what: SlaNotice.What, now: datetime) -> int:
    done = 0
    for key in list(clocks.values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            done += _notice(key, what, now)
        except Exception:
            # One that can't be noticed keeps no other from it.
            logger.exception("SLA clock %s isn't noticed", key)
    return done


@transaction.atomic
def _notice(key: int, what: SlaNotice.What, now: datetime) -> bool:
    """Whether it is news. The ticket keeps its version: no page of staff goes stale by it."""
    clock = SlaClock.objects.select_related("ticket").filter(pk=key).first()
    if clock is None:
        return False
    # The ticket first, as whoever changes its clocks does; then the clock as it is now.
    ticket = recording.lock(clock.ticket)
    clock = SlaClock.objects.filter(pk=key).first()
    is_breach = what == SlaNotice.What.BREACH
    if clock is None or clock.due_at is None or not _is_time(clock, now, is_breach=is_breach):
        return False
    clock.warned, clock.breached = True, is_breach or clock.breached
    clock.save(update_fields=["warned", "breached"])
    if not is_breach and clock.due_at < now:
        return False
    about = {"ticket": ticket, "kind": clock.kind, "what": what, "due_at": clock.due_at}
    _row, is_new = SlaNotice.objects.get_or_create(**about, defaults={"noticed_at": now})
    if is_new and is_breach:
        due = clock.due_at.isoformat(timespec="seconds")
        recording.record(ticket, Kind.SLA_BREACHED, None, now, clock=clock.kind, due=due)
        if ticket.assignee is not None:
            tell(kind=notifying.Kind.OVERDUE, person=ticket.assignee, ticket=ticket, by=None, now=now)
    return is_new


def _is_time(clock: SlaClock, now: datetime, *, is_breach: bool) -> bool:
    if is_breach:
        return not clock.breached and clock.due_at is not None and clock.due_at < now
    return not clock.warned and clock.warn_at is not None and clock.warn_at <= now
