"""Background work of service levels: thin shells that the queue calls."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from tickets.sla import policy_actions, watch_actions


@app.periodic(cron="* * * * *")
@app.task(name="tickets.notice_sla", queue="default", queueing_lock="tickets.notice_sla")
def notice_sla(timestamp: int) -> None:
    """Every minute: which clocks are due soon, and which ran out."""
    watch_actions.notice(now=datetime.fromtimestamp(timestamp, UTC))


@app.task(name="tickets.apply_sla", queue="default")
def apply_sla(*, after: int) -> None:
    """Work out the clocks of open tickets anew, batch by batch; safe to run any number of times."""
    last = policy_actions.apply(after=after, now=timezone.now())
    if last is not None:
        policy_actions.apply_later(after=last)
