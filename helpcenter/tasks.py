"""Housekeeping of the library."""

from django.utils import timezone
from procrastinate.contrib.django import app

from helpcenter import actions


@app.periodic(cron="53 3 * * *")
@app.task(queueing_lock="forget_old_searches", pass_context=False)
def forget_old_searches(timestamp: int) -> None:
    """Once a night: what people searched for two years ago."""
    actions.forget_old_searches(today=timezone.now().date())
