"""Background telling of mail that reached nobody: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tickets.actions import suppressing


@app.task(name="tickets.tell_of_unsent_email", queue="mail", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def tell_of_unsent_email(*, email_id: int, gone: str = "") -> None:
    """Say on its ticket that this email won't be sent."""
    suppressing.tell_of_unsent(email_id=email_id, gone=gone, now=timezone.now())
