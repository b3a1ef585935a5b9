"""Queues anew what waits without a job: whatever lost it, no mail waits for ever. Knows no job's work."""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.types import JSONDict

from tickets.mail.reading_tasks import read_email
from tickets.mail.tasks import send_email
from tickets.models import Attachment, IncomingEmail, OutgoingEmail

# Younger ones are just being written.
_GRACE = timedelta(minutes=5)
_AT_ONCE = 1_000
# So many of the oldest that wait are looked at: those behind them come up as these are done.
_LOOKED_AT = 10_000


def queue_lost_readings(*, now: datetime) -> int:
    """Queue the reading of mail that is stored and that no job will read; returns of how many."""
    waiting = IncomingEmail.objects.filter(outcome=IncomingEmail.Outcome.RECEIVED, received_at__lt=now - _GRACE)
    lost = _without_job(_numbers(waiting.order_by("received_at")), "tickets.read_email", "incoming_id")
    jobs: list[JSONDict] = [{"incoming_id": number} for number in lost]
    read_email.batch_defer(*jobs)
    return len(jobs)


def queue_lost_sendings(*, now: datetime) -> int:
    """Queue the sending of emails that wait and that no job will send; returns of how many."""
    unsent = (OutgoingEmail.Status.QUEUED, OutgoingEmail.Status.SENDING)
    waiting = OutgoingEmail.objects.filter(status__in=unsent, created_at__lt=now - _GRACE)
    lost = _without_job(_numbers(waiting.order_by("created_at")), "tickets.send_email", "email_id")
    jobs: list[JSONDict] = [{"email_id": number} for number in lost]
    send_email.batch_defer(*jobs)
    return len(jobs)


def queue_lost_keepings(*, now: datetime) -> int:
    """Queue the keeping of files that wait in their mails and that no job will keep; returns of how many messages.

    The newest first: behind an upgrade the mail of years waits as well (`manage.py keep_mail_files` does it at once).
    """
    waiting = Attachment.objects.filter(waits=True, message__created_at__lt=now - _GRACE).order_by("-message")
    numbers = list(waiting.values_list("message", flat=True).distinct()[:_LOOKED_AT])
    lost = _without_job(numbers, "tickets.keep_mail_files", "message_id")
    keep_mail_files = app.configure_task("tickets.keep_mail_files", queue="incoming", priority=-1)
    jobs: list[JSONDict] = [{"message_id": number} for number in lost]
    keep_mail_files.batch_defer(*jobs)
    return len(jobs)


def _without_job(numbers: list[int], task: str, argument: str) -> list[int]:
    """Those of the rows that no job has in its argument, other than one that is over; in the same order."""
    live = ProcrastinateJob.objects.filter(task_name=task, status__in=("todo", "doing"), args__has_key=argument)
    numbered = live.annotate(row=Cast(KeyTextTransform(argument, "args"), BigIntegerField()))
    known = set(numbered.filter(row__in=numbers).values_list("row", flat=True))
    return [number for number in numbers if number not in known][:_AT_ONCE]


def _numbers(rows: QuerySet[IncomingEmail] | QuerySet[OutgoingEmail]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:_LOOKED_AT])
