"""Looks for tickets whose time has come for an automation: by an index, from where it looked last, a batch at a time.

An automation begins with what becomes due after it was switched on: nobody wants it on a thousand old tickets at once.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tickets import workflow
from tickets.automations.actions.running import Cause, run_one
from tickets.automations.facts import facts_of, quiet_since
from tickets.automations.rules import TIMED, Trigger, matches
from tickets.models import Automation, Ticket
from tickets.models.snoozes import waits_from
from tickets.models.tickets import TicketQuerySet

# So many tickets are looked at in one run of one automation; the next run goes on.
MOST = 1_000
_INSTANT = timedelta(microseconds=1)
_OURS = (workflow.Status.NEW, workflow.Status.OPEN)


def watch(*, now: datetime) -> int:
    """Let every automation that comes by the clock act on what has become due; returns how often one did."""
    rows = Automation.objects.filter(is_on=True, trigger__in=sorted(map(str, TIMED))).order_by("position", "pk")
    return sum(_watch_one(row, now) for row in rows.prefetch_related("conditions", "steps"))


def _watch_one(automation: Automation, now: datetime) -> int:
    until, tickets = _due(automation, now)
    acted = 0
    for ticket, cause in _stretches(automation, tickets, now):
        acted += run_one(automation=automation, ticket_id=ticket.pk, cause=cause, now=now) is not None
    Automation.objects.filter(pk=automation.pk).update(watched_until=until)
    return acted


def _due(automation: Automation, now: datetime) -> tuple[datetime, list[Ticket]]:
    """Up to when this run looks, and the tickets that became due since it looked last."""
    span = timedelta(hours=automation.hours or 0)
    rows = Ticket.objects.without_reports().lived_here().select_related("topic")
    if automation.trigger == Trigger.QUIET:
        living = rows.exclude(status=workflow.Status.CLOSED)
        found = _between(living, "updated_at", automation.watched_until - span, now - span)
        return _reached([row.updated_at for row in found], span, now), found
    waiting = rows.filter(status__in=_OURS)
    found = _between(waiting, "waiting_since", automation.watched_until - span, now - span)
    until = _reached([row.waiting_since for row in found if row.waiting_since], span, now)
    # What was put off and is back, or holds only since somebody changed it, waits longer than that already.
    changed = waiting.filter(
        updated_at__gt=automation.watched_until, waiting_since__lte=automation.watched_until - span
    )
    return until, found + list(changed.order_by("-updated_at", "-pk")[:MOST])


def _between(rows: TicketQuerySet, name: str, since: datetime, until: datetime) -> list[Ticket]:
    found = rows.filter(**{f"{name}__gt": since, f"{name}__lte": until})
    return list(found.order_by(name, "pk")[:MOST])


def _reached(times: list[datetime], span: timedelta, now: datetime) -> datetime:
    """Until when everything was looked at; the last moment of a full batch may have more."""
    if len(times) < MOST:
        return now
    return max(times[-1] - _INSTANT, times[0]) + span


def _stretches(automation: Automation, tickets: list[Ticket], now: datetime) -> Iterator[tuple[Ticket, Cause]]:
    """Those for which it holds, each with the stretch of time that it acts once for."""
    trigger, asked = Trigger(automation.trigger), automation.asked()
    facts = facts_of(tickets, now)
    quiet = quiet_since(list(facts)) if trigger == Trigger.QUIET else {}
    for ticket in tickets:
        since = waits_from(ticket, now) if trigger == Trigger.UNANSWERED else quiet.get(ticket.pk, ticket.created_at)
        if since is not None and matches(asked, facts[ticket.pk]):
            yield ticket, Cause(trigger, f"{trigger} {since.isoformat()}")
