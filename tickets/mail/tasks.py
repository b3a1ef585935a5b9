"""Background work of the tickets app: thin shells that the queue calls."""

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from tickets.mail import retries
from tickets.mail.actions import delivering


class _Patience(BaseRetryStrategy):
    """Tries for days, and lets fresh mail go first."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait = retries.wait_after(job.attempts)
        return None if wait is None else RetryDecision(retry_in={"seconds": wait}, priority=-1)


@app.task(name="tickets.send_email", queue="mail", retry=_Patience(), pass_context=True)
def send_email(context: JobContext, *, email_id: int) -> None:
    """Send the outgoing email with this id; safe to run any number of times."""
    delivering.deliver(email_id, last_attempt=retries.wait_after(context.job.attempts) is None)
