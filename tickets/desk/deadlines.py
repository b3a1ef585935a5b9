"""When tickets are due by their policies, as the queue and a ticket's page show it. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.desk.beside import Beside
from tickets.desk.several import SeveralFilter
from tickets.models import SlaClock, SlaResult, Ticket
from tickets.models.sla_clocks import due_soon_now, in_time_now, overdue_now
from tickets.models.which_tickets import FINISHED
from tickets.sla import spoken

_WHEN = {"breached": overdue_now, "soon": due_soon_now, "ok": in_time_now}
STATES: dict[str, str | Promise] = {"breached": _("Overdue"), "soon": _("Due soon"), "ok": _("In time")}
_TONES = {"breached": "failed", "soon": "on_hold", "ok": ""}


@dataclass(frozen=True, slots=True)
class Due:
    """A time to keep: how it stands in words, with the tone that goes with them, and when it is."""

    words: str
    tone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A clock on the ticket's page: when it is due, or what there is to say instead."""

    name: str
    due: Due | None
    words: str = ""
    tone: str = ""


def in_state(states: Iterable[str]) -> Q:
    """The condition that a ticket is open and in one of these of STATES."""
    return ~FINISHED & reduce(or_, [_WHEN[state]() for state in states])


def due(due_at: datetime | None, warn_at: datetime | None, now: datetime) -> Due | None:
    """How a time stands; None where there is none."""
    if due_at is None:
        return None
    if due_at < now:
        return Due(gettext("%(time)s late") % {"time": _length(now - due_at)}, _TONES["breached"], due_at)
    state = "soon" if warn_at is not None and warn_at <= now else "ok"
    return Due(gettext("in %(time)s") % {"time": _length(due_at - now)}, _TONES[state], due_at)


def of_ticket(ticket: Ticket, now: datetime, there: Beside) -> dict[str, Any]:
    """What the ticket's page shows: what is due next, its clocks, and how those before ended."""
    clocks = there.rows(SlaClock, SlaClock.objects.filter(ticket=ticket).order_by, "due_at", "pk")
    results = there.rows(SlaResult, SlaResult.objects.filter(ticket=ticket).order_by, "ended_at", "pk")
    going_on, ended = [_shown(clock, now) for clock in clocks], [_ended(row) for row in results]
    return {"sla_due": due(ticket.due_at, ticket.warn_at, now), "sla_clocks": [*going_on, *ended]}


def _shown(clock: SlaClock, now: datetime) -> Shown:
    name, words = clock.get_kind_display(), ""
    if clock.pause:
        told = {"why": clock.get_pause_display(), "left": spoken.told(clock.left_minutes or 0)}
        words = gettext("stands still: %(why)s; %(left)s left") % told
    return Shown(name, due(clock.due_at, clock.warn_at, now), words)


def _ended(row: SlaResult) -> Shown:
    told = {"took": spoken.told(row.took_minutes), "target": spoken.told(row.target_minutes)}
    words = gettext("in time: %(took)s of %(target)s") if row.met else gettext("too late: %(took)s of %(target)s")
    return Shown(row.get_kind_display(), None, words % told, "solved" if row.met else "failed")


def _length(time: timedelta) -> str:
    """In one unit; the last minute is no number worth reading."""
    start = datetime(2000, 1, 1)
    return gettext("under a minute") if time < timedelta(minutes=1) else timesince(start, start + time, depth=1)


class SlaFilter(SeveralFilter):
    """By how much time is left."""

    title = _("due")
    parameter_name = "sla"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(in_state(chosen))
