"""Background work of Fin: thin shells that the queue calls."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from messenger.fin import actions

# Three runs in all: the first, and two more.
_RETRIES = 2


@app.task(
    name="messenger.write_answer",
    queue="fin",
    retry=RetryStrategy(max_attempts=_RETRIES, wait=2),
    pass_context=True,
)
def write_answer(context: JobContext, message_id: int) -> None:
    """Fill a pending answer; when the last try fails, the message says so and the page offers the way onward."""
    try:
        actions.answer(message_id=message_id)
    except Exception:
        if context.job is None or context.job.attempts >= _RETRIES:
            actions.give_up(message_id=message_id)
        raise


def line_up(message_id: int) -> None:
    """Enqueue the answer, in the caller's transaction."""
    write_answer.configure(queueing_lock=_lock(message_id)).defer(message_id=message_id)


def is_in_line(message_id: int) -> bool:
    """Whether a job for this answer waits to be taken up."""
    return bool(ProcrastinateJob.objects.filter(queueing_lock=_lock(message_id), status="todo").exists())


def _lock(message_id: int) -> str:
    return f"answer {message_id}"
