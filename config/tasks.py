"""Housekeeping of the queue itself. Knows no job's work."""

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

# A failed job is what somebody who looks for lost work reads; after this it says nothing any more.
_FAILED_KEPT_HOURS = 30 * 24


@app.periodic(cron="* * * * * */10")  # the sixth field is seconds
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Every ten seconds: what a worker had in hand when it was killed half a minute ago is done by another."""
    queue = context.app.job_manager
    for job in await queue.get_stalled_jobs():
        await queue.retry_job(job, retry_at=timezone.now())


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="forget_finished_jobs", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Once a night: jobs that ended a month ago. Workers delete what succeeds at once."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
