"""Background work of automations: thin shells that the queue calls."""

from datetime import UTC, datetime

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tickets.automations import actions
from tickets.automations.rules import Trigger

# A database that was away for a moment.
_RETRY = RetryStrategy(max_attempts=6, exponential_wait=3, retry_exceptions={OperationalError, InterfaceError})


@app.task(name="tickets.run_automations", queue="default", retry=_RETRY)
def run_automations(*, ticket_id: int, trigger: str, value: str, cause: str, depth: int) -> None:
    """Let the automations look at a ticket to which this happened; safe to run any number of times."""
    happened = actions.Cause(Trigger(trigger), cause, value, depth)
    actions.run(ticket_id=ticket_id, cause=happened, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="tickets.watch_automations", queue="default", queueing_lock="tickets.watch_automations")
def watch_automations(timestamp: int) -> None:
    """Every five minutes: what has waited or been quiet for so long."""
    actions.watch(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="40 * * * *")
@app.task(name="tickets.forget_automation_runs", queue="default", queueing_lock="tickets.forget_automation_runs")
def forget_automation_runs(timestamp: int) -> None:
    """Every hour: what automations did long ago is forgotten."""
    now = datetime.fromtimestamp(timestamp, UTC)
    while actions.forget_old_runs(now=now):
        pass
