"""Work that a killed worker left behind is done by another."""

from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config.tasks import forget_finished_jobs, retry_stalled_jobs
from messenger.tasks import write_answer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db):
    """Django doesn't empty tables that it doesn't manage."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def taken_by(seconds_ago: int) -> int:
    """A job in the hands of a worker that was last heard of so long ago."""
    job = write_answer.defer(message_id=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id",
            [seconds_ago],
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])
    return job


def clear_up() -> None:
    async_to_sync(retry_stalled_jobs.func)(SimpleNamespace(app=app), 0)


def test_what_a_killed_worker_left_is_queued_again():
    job = taken_by(600)
    clear_up()
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"


def test_one_that_would_wait_beside_its_like_keeps_no_other_one_from_being_done():
    first, last = taken_by(600), taken_by(600)
    # What the killed worker had in hand first may wait once only, and its like waits already.
    waiting = write_answer.configure(queueing_lock="once").defer(message_id=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = 'once' WHERE id = %s", [first])
    clear_up()
    assert ProcrastinateJob.objects.get(pk=last).status == "todo"
    # A lock that it held would keep its like waiting for ever.
    assert not ProcrastinateJob.objects.filter(pk=first).exists()
    assert ProcrastinateJob.objects.get(pk=waiting).status == "todo"


def test_what_a_living_worker_has_in_hand_is_left_to_it():
    job = taken_by(1)
    clear_up()
    assert ProcrastinateJob.objects.get(pk=job).status == "doing"


def test_without_work_left_behind_nothing_happens():
    clear_up()
    assert not ProcrastinateJob.objects.exists()


def test_what_is_left_behind_is_looked_for_six_times_a_minute():
    times = {task.task: task for task in app.periodic_registry.periodic_tasks.values()}[retry_stalled_jobs].croniter
    times.set_current(start_time=0)
    assert [times.get_next(float) for _time in range(6)] == [10, 20, 30, 40, 50, 60]


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_a_failed_job_is_kept_for_a_month(days, kept):
    job = write_answer.defer(message_id=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
        cursor.execute("UPDATE procrastinate_events SET at = now() - %s * interval '1 day'", [days])
    async_to_sync(forget_finished_jobs.func)(SimpleNamespace(app=app), 0)
    assert ProcrastinateJob.objects.filter(pk=job).exists() is kept
