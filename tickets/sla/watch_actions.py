"""Notices clocks that get tight or run out: once for each time that was due. Nothing else writes notices."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tickets.actions import recording
from tickets.events import Kind
from tickets.models import SlaClock, SlaNotice
from tickets.notifying import actions as telling
from tickets.notifying.kinds import Kind as Told
from tickets.sla.audience import Audience

logger = logging.getLogger(__name__)
# So many of each in one run; the next one, a minute later, goes on.
_AT_ONCE = 1_000


def notice(*, now: datetime) -> int:
    """Write down which clocks are due soon or overdue by now, and tell whom it concerns; returns how many there are.

    The breach is written first: of what was overlooked until it was late, nobody is warned any more. However many ran
    out, each person gets one mail of this run.
    """
    return _Run(now).through()


class _Run:
    """One look at the clocks: whom to tell of which ticket, and who gets a mail in the end."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.audience = Audience()
        self.mailed: set[int] = set()

    def through(self) -> int:
        late = SlaClock.objects.filter(breached=False, due_at__lt=self.now).order_by("due_at", "pk")
        soon = SlaClock.objects.filter(warned=False, warn_at__lte=self.now).order_by("warn_at", "pk")
        done = self._each(late, SlaNotice.What.BREACH) + self._each(soon, SlaNotice.What.WARNING)
        telling.plan_mail(self.mailed, self.now)
        return done

    def _each(self, clocks: QuerySet[SlaClock], what: SlaNotice.What) -> int:
        done = 0
        for key in list(clocks.values_list("pk", flat=True)[:_AT_ONCE]):
            try:
                mailed = self._notice(key, what)
            except Exception:
                # One that can't be noticed keeps no other from it.
                logger.exception("SLA clock %s isn't noticed", key)
                continue
            if mailed is not None:
                done += 1
                self.mailed |= mailed
        return done

    @transaction.atomic
    def _notice(self, key: int, what: SlaNotice.What) -> set[int] | None:
        """Who gets a mail of it; None where it is no news. The ticket keeps its version: no page goes stale."""
        clock = SlaClock.objects.select_related("ticket").filter(pk=key).first()
        if clock is None:
            return None
        # The ticket first, as whoever changes its clocks does; then the clock as it is now.
        ticket = recording.lock(clock.ticket)
        clock = SlaClock.objects.filter(pk=key).first()
        is_breach = what == SlaNotice.What.BREACH
        if clock is None or clock.due_at is None or not _is_time(clock, self.now, is_breach=is_breach):
            return None
        clock.warned, clock.breached = True, is_breach or clock.breached
        clock.save(update_fields=["warned", "breached"])
        if not is_breach and clock.due_at < self.now:
            return None
        about = {"ticket": ticket, "kind": clock.kind, "what": what, "due_at": clock.due_at}
        _row, is_new = SlaNotice.objects.get_or_create(**about, defaults={"noticed_at": self.now})
        if not is_new:
            return None
        if is_breach:
            due = clock.due_at.isoformat(timespec="seconds")
            recording.record(ticket, Kind.SLA_BREACHED, None, self.now, clock=clock.kind, due=due)
            # What is over isn't due soon any more.
            telling.withdraw(kind=Told.DUE_SOON, ticket=ticket)
        kind = Told.OVERDUE if is_breach else Told.DUE_SOON
        people = self.audience.of(ticket)
        return telling.note_down(kind=kind, people=people, ticket=ticket, by=None, now=self.now)


def _is_time(clock: SlaClock, now: datetime, *, is_breach: bool) -> bool:
    if is_breach:
        return not clock.breached and clock.due_at is not None and clock.due_at < now
    return not clock.warned and clock.warn_at is not None and clock.warn_at <= now
