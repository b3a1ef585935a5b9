"""Counts what happened in the desk: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tickets.reporting import actions


@app.periodic(cron="2 * * * *")
@app.task(name="tickets.count_days", queueing_lock="tickets.count_days", pass_context=False)
def count_days(timestamp: int) -> None:
    """Every hour: today and yesterday, once a day what may still change, and some of the past that nobody counted."""
    actions.count_due(now=timezone.now())
