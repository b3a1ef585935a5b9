"""Queues anew what waits without a job: whatever lost it, no mail waits for ever. Knows no job's work."""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.types import JSONDict

from tickets.mail.reading_tasks import read_email
from tickets.mail.tasks import send_email
from tickets.models import IncomingEmail, OutgoingEmail

# Younger ones are just being written.
_GRACE = timedelta(minutes=5)
_AT_ONCE = 1_000


def queue_lost_readings(*, now: datetime) -> int:
    """Queue the reading of mail that is stored and that no job will read; returns of how many."""
    waiting = IncomingEmail.objects.filter(outcome=IncomingEmail.Outcome.RECEIVED, received_at__lt=now - _GRACE)
    lost = waiting.filter(~_job("tickets.read_email", "incoming_id")).order_by("received_at")
    jobs: list[JSONDict] = [{"incoming_id": number} for number in _numbers(lost)]
    read_email.batch_defer(*jobs)
    return len(jobs)


def queue_lost_sendings(*, now: datetime) -> int:
    """Queue the sending of emails that wait and that no job will send; returns of how many."""
    unsent = (OutgoingEmail.Status.QUEUED, OutgoingEmail.Status.SENDING)
    waiting = OutgoingEmail.objects.filter(status__in=unsent, created_at__lt=now - _GRACE)
    lost = waiting.filter(~_job("tickets.send_email", "email_id")).order_by("created_at")
    jobs: list[JSONDict] = [{"email_id": number} for number in _numbers(lost)]
    send_email.batch_defer(*jobs)
    return len(jobs)


def _job(task: str, argument: str) -> Exists:
    """Whether a job that isn't over has the row in its argument."""
    live = ProcrastinateJob.objects.filter(task_name=task, status__in=("todo", "doing"))
    numbered = live.annotate(row=Cast(KeyTextTransform(argument, "args"), BigIntegerField()))
    return Exists(numbered.filter(row=OuterRef("pk")))


def _numbers(rows: QuerySet[IncomingEmail] | QuerySet[OutgoingEmail]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:_AT_ONCE])
