"""Housekeeping of the queue itself. Knows no job's work."""

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Every other minute: what a worker had in hand when it was killed is done by another."""
    queue = context.app.job_manager
    for job in await queue.get_stalled_jobs():
        await queue.retry_job(job, retry_at=timezone.now())
