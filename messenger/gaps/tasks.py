"""Looks for content gaps: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from messenger.gaps import actions


@app.periodic(cron="23 * * * *")
@app.task(name=actions.TASK, queueing_lock=actions.TASK, lock=actions.TASK)
def gather_gaps(timestamp: int = 0) -> None:
    """Once an hour, and when staff ask for it: puts what found no answer in groups."""
    actions.gather(now=timezone.now())
