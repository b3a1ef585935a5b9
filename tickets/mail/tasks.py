"""Background work of the tickets app: thin shells that the queue calls."""

from datetime import datetime

from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from tickets.mail import retries
from tickets.mail.actions import delivering, pacing


class _Patience(BaseRetryStrategy):
    """Tries for days, and lets fresh mail go first."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait = retries.wait_after(_tries(job))
        return None if wait is None else RetryDecision(retry_in={"seconds": wait}, priority=-1)


@app.task(name="tickets.send_email", queue="mail", retry=_Patience(), pass_context=True)
def send_email(context: JobContext, *, email_id: int, turn: str = "", tries: int = 0) -> None:
    """Send the outgoing email with this id, when it is its turn; safe to run any number of times.

    `turn` is the time (ISO 8601) that it was given, and `tries` how often it was tried before, by another job.
    """
    now, tried = timezone.now(), _tries(context.job)
    if not turn or now - datetime.fromisoformat(turn) > pacing.TURN_LASTS:
        at = pacing.turn_of(email_id, now=now)
        if at > now:
            later = send_email.configure(schedule_at=at, priority=context.job.priority)
            later.defer(email_id=email_id, turn=at.isoformat(), tries=tried)
            return
    delivering.deliver(email_id, last_attempt=retries.wait_after(tried) is None)


def _tries(job: Job) -> int:
    """How often the email was tried so far, by this job and by those that it went on from."""
    return job.attempts + int(str(job.task_kwargs.get("tries") or 0))
