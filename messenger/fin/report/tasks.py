"""Counts what Fin did: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from messenger.fin.report import actions


@app.periodic(cron="5-59/10 * * * *")
@app.task(name="messenger.count_fin", queueing_lock="messenger.count_fin", pass_context=False)
def count_fin(timestamp: int) -> None:
    """Every ten minutes: today and yesterday, and once a day what may still change of the weeks before."""
    actions.count_due(now=timezone.now())
