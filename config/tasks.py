"""Housekeeping of the queue itself. Knows no job's work."""

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from privacy.models import days_of
from privacy.rules import What


@app.periodic(cron="* * * * * */10")  # the sixth field is seconds
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Every ten seconds: what a worker had in hand when it was killed half a minute ago is done by another.

    Where a job with the same queueing lock waits by now, that one does the same work: this one goes, with its lock.
    """
    queue = context.app.job_manager
    for job in await queue.get_stalled_jobs():
        try:
            await queue.retry_job(job, retry_at=timezone.now())
        except UniqueViolation:
            await queue.finish_job(job, status=Status.ABORTED, delete_job=True)


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="forget_finished_jobs", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Once a night: jobs that ended as long ago as the rule says. Workers delete what succeeds at once.

    A failed job is what somebody who looks for lost work reads; after a month it says nothing any more.
    """
    days = await sync_to_async(days_of)(What.FAILED_JOBS)
    if days is None:
        return
    await context.app.job_manager.delete_old_jobs(
        nb_hours=days * 24, include_failed=True, include_cancelled=True, include_aborted=True
    )
