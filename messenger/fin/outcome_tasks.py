"""Looks for answers of Fin's that were left quietly: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from messenger.fin import outcome_actions


@app.periodic(cron="*/10 * * * *")
@app.task(name="messenger.settle_quiet", queueing_lock="messenger.settle_quiet", pass_context=False)
def settle_quiet(timestamp: int) -> None:
    """Every ten minutes: what nobody has said anything of for long enough is assumed, or wasn't an answer."""
    outcome_actions.settle_quiet(now=timezone.now())
