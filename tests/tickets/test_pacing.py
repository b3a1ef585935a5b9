"""A domain gets no more mail in a minute than it likes; what is too much gets a later turn, and no worker waits."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tests.tickets.conftest import open_ticket
from tickets.mail import retries, tasks
from tickets.mail.actions import pacing
from tickets.models import OutgoingEmail

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def twenty_a_minute(settings):
    settings.MAIL_PER_MINUTE = 20


def turns(email, times, now=NOW):
    """Seconds from now on until each turn."""
    return [(pacing.turn_of(email.pk, now=now) - now).total_seconds() for _time in range(times)]


def run(email, *, attempts=0, **kwargs):
    """The job as the queue runs it; those that it left for later."""
    job = Job(
        id=1,
        queue="mail",
        lock=None,
        queueing_lock=None,
        task_name="tickets.send_email",
        attempts=attempts,
        task_kwargs=kwargs,
    )
    context = JobContext(app=tasks.app, job=job, start_timestamp=0, abort_reason=lambda: None)
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    tasks.send_email.func(context, email_id=email.pk, **kwargs)
    later = ProcrastinateJob.objects.filter(task_name="tickets.send_email").exclude(pk__in=before)
    email.refresh_from_db()
    return list(later)


def test_a_quiet_domain_takes_some_at_once_and_then_one_every_three_seconds(ticket):
    assert turns(ticket.emails.get(), 9) == [0, 0, 0, 0, 0, 0, 3, 6, 9]


def test_another_domain_has_a_pace_of_its_own(ticket):
    turns(ticket.emails.get(), 20)
    other = open_ticket(requester_email="ben@other.example").emails.get()
    assert turns(other, 1) == [0]


def test_letters_in_capitals_are_the_same_domain(ticket):
    turns(ticket.emails.get(), 20)
    OutgoingEmail.objects.update(to_email="BEN@EXAMPLE.COM")
    assert turns(ticket.emails.get(), 1) == [45]


def test_after_a_while_the_domain_is_quiet_again(ticket):
    turns(ticket.emails.get(), 20)
    assert turns(ticket.emails.get(), 6, now=NOW + timedelta(hours=1)) == [0] * 6


def test_without_a_limit_nobody_counts(ticket, settings):
    settings.MAIL_PER_MINUTE = 0
    assert turns(ticket.emails.get(), 50) == [0] * 50


@pytest.mark.django_db(transaction=True)
def test_workers_share_one_pace():
    email, found = open_ticket().emails.get(), []

    def work():
        found.extend(turns(email, 5))
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert sorted(found) == [0] * 6 + [3 * (step + 1) for step in range(14)]


def test_what_is_too_much_gets_a_job_for_its_turn_and_then_goes_out(ticket):
    email = ticket.emails.get()
    for _time in range(40):
        pacing.turn_of(email.pk, now=datetime.now(UTC))
    [later] = run(email, attempts=2)
    assert (email.status, email.attempts, later.args["tries"]) == ("queued", 0, 2)
    assert later.scheduled_at.isoformat() == datetime.fromisoformat(later.args["turn"]).isoformat()
    assert run(email, turn=datetime.now(UTC).isoformat(), tries=2) == []
    assert email.status == "sent"


def test_a_turn_that_is_long_over_is_none(ticket):
    email = ticket.emails.get()
    for _time in range(40):
        pacing.turn_of(email.pk, now=datetime.now(UTC))
    assert len(run(email, turn=(datetime.now(UTC) - timedelta(hours=1)).isoformat())) == 1


@pytest.mark.parametrize(("attempts", "tries"), [(0, 9), (4, 5), (9, 0)])
def test_tries_of_the_job_before_count_for_the_pause(attempts, tries):
    job = Job(
        id=1,
        queue="mail",
        lock=None,
        queueing_lock=None,
        task_name="tickets.send_email",
        attempts=attempts,
        task_kwargs={"tries": tries},
    )
    decision = tasks.send_email.get_retry_exception(exception=OSError(), job=job).retry_decision
    assert abs((decision.retry_at - datetime.now(UTC)).total_seconds() - retries.wait_after(9)) < 5
