"""Periodic work on tickets that were put off: a thin shell that the queue calls."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tickets.actions import snoozing


@app.periodic(cron="* * * * *")
@app.task(name="tickets.wake_due", queue="default", queueing_lock="tickets.wake_due")
def wake_due(timestamp: int) -> None:
    """Every minute: tickets whose time has come are back in the queue."""
    snoozing.wake_due(now=datetime.fromtimestamp(timestamp, UTC))
