"""Background work of webhooks: thin shells that the queue calls. What sends is a task of the API: it knows tickets."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from webhooks import emails
from webhooks.actions import endpoints, replaying


@app.periodic(cron="* * * * * */10")  # the sixth field is seconds
@app.task(name="webhooks.queue_due", queue="hooks", queueing_lock="webhooks.queue_due")
def queue_due(timestamp: int) -> None:
    """Every ten seconds: what is to be tried again, and what was written down by somebody who was killed then."""
    replaying.queue_due(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="47 3 * * *")
@app.task(name="webhooks.forget_secrets", queue="default", queueing_lock="webhooks.forget_secrets")
def forget_secrets(timestamp: int) -> None:
    """Every night: secrets that gave way to another one and sign no more."""
    endpoints.forget_former_secrets(now=datetime.fromtimestamp(timestamp, UTC))


@app.task(name=endpoints.TELL_OWNER, queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def tell_owner(*, endpoint_id: int) -> None:
    """Mail whoever made the endpoint that it was switched off."""
    emails.tell_owner(endpoint_id)
