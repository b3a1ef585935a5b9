"""Background work on the files of mails: thin shells that the queue calls."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tickets.mail.actions import keeping, requeueing

# For a storage that is away or full; what still waits then is queued anew by the hour.
_RETRY = RetryStrategy(max_attempts=6, wait=10, exponential_wait=3)


@app.task(name="tickets.keep_mail_files", queue="incoming", retry=_RETRY, pass_context=False)
def keep_mail_files(message_id: int) -> None:
    """Keep the files of the mail that this message came by; safe to run any number of times."""
    keeping.keep_files(message_id=message_id, now=timezone.now())


@app.periodic(cron="37 * * * *")
@app.task(name="tickets.queue_lost_keepings", queue="incoming", queueing_lock="tickets.queue_lost_keepings")
def queue_lost_keepings(timestamp: int) -> None:
    """Once an hour: files that wait in their mails without a job get one."""
    requeueing.queue_lost_keepings(now=datetime.fromtimestamp(timestamp, UTC))
