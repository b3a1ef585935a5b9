"""When mail is tried again, and that none waits for ever without a job."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tests.tickets.conftest import jobs_for, mail
from tickets.mail import retries, tasks
from tickets.mail.actions import requeueing, storing
from tickets.models import IncomingEmail, OutgoingEmail


def test_mail_is_tried_for_four_to_five_days_and_soon_at_first():
    assert timedelta(days=4) <= retries.GIVES_UP_AFTER <= timedelta(days=5)
    assert sum(retries.WAITS[:4]) < 10 * 60
    assert max(retries.WAITS) <= 4 * 3600
    assert list(retries.WAITS) == sorted(retries.WAITS)


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 5), (8, 4 * 3600), (33, 4 * 3600)])
def test_the_queue_keeps_to_the_schedule_and_lets_fresh_mail_go_first(attempts, seconds):
    job = Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="tickets.send_email", attempts=attempts)
    decision = tasks.send_email.get_retry_exception(exception=OSError(), job=job).retry_decision
    assert decision.priority == -1
    assert abs((decision.retry_at - timezone.now()).total_seconds() - seconds) < 5


def test_after_the_last_attempt_the_queue_rests():
    job = Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="tickets.send_email", attempts=34)
    assert tasks.send_email.get_retry_exception(exception=OSError(), job=job) is None


@pytest.mark.parametrize("status", ["queued", "sending"])
def test_an_email_without_a_job_gets_one_once(ticket, status):
    email, later = ticket.emails.get(), timezone.now() + timedelta(minutes=6)
    OutgoingEmail.objects.update(status=status, claimed_at=timezone.now() if status == "sending" else None)
    assert requeueing.queue_lost_sendings(now=later) == 0
    end_jobs()
    assert requeueing.queue_lost_sendings(now=timezone.now()) == 0  # too young to be lost
    assert [requeueing.queue_lost_sendings(now=later) for _time in range(2)] == [1, 0]
    assert jobs_for(email).filter(status="todo").count() == 1


@pytest.mark.parametrize("status", ["sent", "failed"])
def test_an_email_that_is_over_gets_no_job(ticket, status):
    end_jobs()
    OutgoingEmail.objects.update(status=status, sent_at=timezone.now() if status == "sent" else None)
    assert requeueing.queue_lost_sendings(now=timezone.now() + timedelta(days=1)) == 0


def test_a_mail_that_nobody_will_read_gets_a_job_once(db):
    storing.store_email(raw=mail())
    later = timezone.now() + timedelta(minutes=6)
    assert requeueing.queue_lost_readings(now=later) == 0
    end_jobs()
    assert [requeueing.queue_lost_readings(now=later) for _time in range(2)] == [1, 0]
    IncomingEmail.objects.update(outcome="unreadable", reason="unreadable")
    end_jobs()
    assert requeueing.queue_lost_readings(now=later) == 0


def end_jobs():
    """As if the jobs were gone, by whatever accident."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled'")
    assert not ProcrastinateJob.objects.filter(status="todo").exists()
