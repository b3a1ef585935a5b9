"""Housekeeping of people's files."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tickets.files import actions


@app.periodic(cron="23 * * * *")
@app.task(name="tickets.tasks.sweep_files", queueing_lock="sweep_files", pass_context=False)
def sweep_files(timestamp: int) -> None:
    """Once an hour: files that were never sent, and what a process left behind that was ended over one."""
    actions.sweep(now=timezone.now())
