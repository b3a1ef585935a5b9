"""Background work of notifications: thin shells that the queue calls."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tickets.notifying import actions


@app.task(name="tickets.mail_notifications", queue="mail", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def mail_notifications(*, person_id: int) -> None:
    """Mail somebody what waits for them; safe to run any number of times."""
    actions.mail_due(person_id=person_id, now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="tickets.queue_lost_notifications", queue="mail", queueing_lock="tickets.queue_lost_notifications")
def queue_lost_notifications(timestamp: int) -> None:
    """Every ten minutes: notifications that wait for a mail without a job get one."""
    actions.queue_lost_mail(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="41 3 * * *")
@app.task(name="tickets.forget_notifications", queue="default", queueing_lock="tickets.forget_notifications")
def forget_notifications(timestamp: int) -> None:
    """Every night: old notifications go."""
    actions.forget_old(now=datetime.fromtimestamp(timestamp, UTC))
