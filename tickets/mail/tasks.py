"""Background work of the tickets app: thin shells that the queue calls."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from tickets.mail.actions import delivering

# After 4 s, 16 s, 64 s … the eighth and last retry comes about three days after the first attempt.
_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="tickets.send_email", queue="mail", retry=_RETRY, pass_context=True)
def send_email(context: JobContext, *, email_id: int) -> None:
    """Send the outgoing email with this id; safe to run any number of times."""
    delivering.deliver(email_id, last_attempt=context.job.attempts >= (_RETRY.max_attempts or 0))
