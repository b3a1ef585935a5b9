"""Writes down what endpoints are to be told, in the transaction in which it happens, and has it sent after that."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from webhooks.kinds import Happening
from webhooks.models import Delivery, Endpoint

SEND = "webhooks.send"


def announce(happened: Iterable[Happening]) -> None:
    """Have each endpoint that asked for it told of this; one question where nobody did.

    The rows are the promise: whatever becomes of the jobs, `replaying.queue_due` finds what is due.
    """
    things = list(happened)
    if not things:
        return
    listening = list(Endpoint.objects.hearing({each.kind for each in things}).only("kinds", "with_reports"))
    rows = [plan(endpoint, each) for each in things for endpoint in listening if endpoint.hears(each)]
    if not rows:
        return
    Delivery.objects.bulk_create(rows)
    now = timezone.now()
    # What isn't to be told yet is found when it is its time.
    for key in sorted({row.endpoint_id for row in rows if row.next_at is None or row.next_at <= now}):
        have_sent(key)


def plan(endpoint: Endpoint, happened: Happening) -> Delivery:
    """The unsaved row of one thing for one endpoint."""
    return Delivery(
        endpoint=endpoint,
        kind=happened.kind,
        reference="" if happened.is_report else happened.reference,
        about=happened.about,
        happened_at=happened.at,
        next_at=_later(happened.at, happened.not_before),
    )


def have_sent(endpoint: int) -> None:
    """Have a worker look what waits for the endpoint with this key, once the caller's transaction is there.

    After it, and not in it: a job that waits already is enough, and two changes that would each look for one mustn't
    wait for each other. Who is killed in between has lost a few seconds: `replaying.queue_due` looks as well.
    """
    transaction.on_commit(partial(queue_job, endpoint), robust=True)


def queue_job(endpoint: int) -> None:
    """A job for the endpoint with this key, unless one waits. One runs at a time: a slow receiver takes one hand."""
    lock = f"{SEND}:{endpoint}"
    if ProcrastinateJob.objects.filter(queueing_lock=lock, status="todo").exists():
        return
    # By its name: what sends knows what stands on a ticket, and so builds on what announces.
    job = app.configure_task(SEND, queue="hooks", lock=lock, queueing_lock=lock)
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(endpoint_id=endpoint)


def _later(at: datetime, other: datetime | None) -> datetime:
    return max(at, other) if other else at
