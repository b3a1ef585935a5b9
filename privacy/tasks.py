"""Background work of privacy: thin shells that the queue calls."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from privacy.actions import erasing, nightly
from privacy.models import days_of
from privacy.rules import What
from tickets.files import actions as files


@app.periodic(cron="41 3 * * *")
@app.task(
    name="privacy.forget", aliases=["messenger.tasks.forget_visits"], queueing_lock="privacy.forget", pass_context=False
)
def forget(timestamp: int) -> None:
    """Once a night: what the retention rules say."""
    nightly.forget(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="tickets.tasks.sweep_files", queueing_lock="sweep_files", pass_context=False)
def sweep_files(timestamp: int) -> None:
    """Once an hour: files that were never sent, and what a process left behind that was ended over one."""
    days = days_of(What.WAITING_FILES)
    files.sweep(now=timezone.now(), unsent_for=None if days is None else timedelta(days=days))


@app.task(name="privacy.erase", retry=RetryStrategy(max_attempts=5, wait=60), pass_context=False)
def erase(report_id: int) -> None:
    """Delete a person; goes on where it was when it is run again."""
    erasing.erase(report_id=report_id, now=timezone.now())
