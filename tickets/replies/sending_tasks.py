"""Periodic work on replies that leave later: a thin shell that the queue calls."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tickets.replies.actions import later


@app.periodic(cron="* * * * *")
@app.task(name="tickets.send_due", queue="mail", queueing_lock="tickets.send_due")
def send_due(timestamp: int) -> None:
    """Every minute: replies whose time has come leave."""
    later.send_due(now=datetime.fromtimestamp(timestamp, UTC))
