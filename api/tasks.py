"""Housekeeping of the API."""

from django.utils import timezone
from procrastinate.contrib.django import app

from api import actions


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget_keys_of_programs", pass_context=False)
def forget_keys(timestamp: int) -> None:
    """Once an hour: keys that were used a day ago may come again."""
    actions.forget_keys(now=timezone.now())
