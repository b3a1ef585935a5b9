"""Background reading of mail: a thin shell that the queue calls."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from tickets.actions import receiving

# For a database that is away; whatever else goes wrong is written on the mail.
_RETRY = RetryStrategy(max_attempts=10, wait=5, linear_wait=30)


@app.task(name="tickets.read_email", queue="incoming", retry=_RETRY, pass_context=True)
def read_email(context: JobContext, *, incoming_id: int) -> None:
    """Read the stored mail with this id; safe to run any number of times."""
    receiving.read_email(incoming_id=incoming_id, last_attempt=context.job.attempts >= (_RETRY.max_attempts or 0))
