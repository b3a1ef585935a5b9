"""What an automation would do, tried on tickets of the last weeks. Reads only, and no more than so many."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched

from tickets import workflow
from tickets.automations.facts import facts_of, quiet_since
from tickets.automations.rules import Facts, Field, Skip, Step, Trigger, matches, why_not
from tickets.models import Automation, Ticket
from tickets.models.snoozes import waits_from

MOST_LOOKED_AT = 2_000
MOST_SHOWN = 50
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Would:
    """What would happen to one ticket: each step, and what keeps it from being done ("" for nothing)."""

    ticket: Ticket
    steps: list[tuple[Step, str]]


@dataclass(frozen=True, slots=True)
class Trial:
    """The tickets that it would act on; `is_whole`: all of those days were looked at, not just the newest."""

    looked_at: int
    held: int
    shown: list[Would]
    is_whole: bool


def try_out(automation: Automation, *, days: int, now: datetime) -> Trial:
    """Try the automation on the newest tickets of these days, as they stand now."""
    rows = Ticket.objects.without_reports().filter(created_at__gt=now - timedelta(days=days))
    found = list(rows.select_related("topic").order_by("-created_at", "-pk")[: MOST_LOOKED_AT + 1])
    looked_at = found[:MOST_LOOKED_AT]
    held: list[Would] = []
    for batch in batched(looked_at, _BATCH, strict=False):
        held += _held(automation, list(batch), now)
    return Trial(len(looked_at), len(held), held[:MOST_SHOWN], len(found) <= MOST_LOOKED_AT)


def _held(automation: Automation, tickets: list[Ticket], now: datetime) -> list[Would]:
    trigger, asked, steps = Trigger(automation.trigger), automation.asked(), automation.planned()
    known = facts_of(tickets, now)
    quiet = quiet_since(list(known)) if trigger == Trigger.QUIET else {}
    span = timedelta(hours=automation.hours or 0)
    held = []
    for ticket in tickets:
        facts = _then(known[ticket.pk], trigger)
        since = waits_from(ticket, now) if trigger == Trigger.UNANSWERED else quiet.get(ticket.pk, ticket.created_at)
        if not _has_come(trigger, ticket, since, now - span) or not matches(asked, facts):
            continue
        would = [(step, str(why_not(step, facts) or "")) for step in steps]
        if any(reason != Skip.SAME for _step, reason in would):
            held.append(Would(ticket, would))
    return held


def _then(facts: Facts, trigger: Trigger) -> Facts:
    """A ticket that is opened is new and nobody's, whatever became of it since."""
    if trigger != Trigger.OPENED:
        return facts
    one = {**facts.one, Field.STATUS: str(workflow.Status.NEW), Field.ASSIGNEE: ""}
    return replace(facts, one=one, tags=frozenset(), just_wrote=False)


def _has_come(trigger: Trigger, ticket: Ticket, since: datetime | None, due: datetime) -> bool:
    """Whether a ticket's time has come, for what comes by the clock; anything else may have happened to any."""
    if trigger == Trigger.UNANSWERED:
        ours = ticket.status in {workflow.Status.NEW, workflow.Status.OPEN}
        return ours and since is not None and since <= due
    if trigger == Trigger.QUIET:
        return ticket.status != workflow.Status.CLOSED and since is not None and since <= due
    return True
