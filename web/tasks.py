"""Housekeeping of what belongs to no app."""

from django.utils import timezone
from procrastinate.contrib.django import app

from web import actions


@app.periodic(cron="11 3 * * *")
@app.task(queueing_lock="forget_tallies", pass_context=False)
def forget_tallies(timestamp: int) -> None:
    """Once a night: counts of yesterday are of no use."""
    actions.forget_tallies(now=timezone.now())
