"""Tickets that were another desk's: they stand as they stood there, and nothing is set off by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.automations.making import automation
from tests.tickets.sla.conftest import clocks, policy
from tickets import actions
from tickets.actions.bringing import bring_in
from tickets.automations.actions import watch
from tickets.brought import Brought, Said
from tickets.closing.actions import close_quiet
from tickets.finding import find
from tickets.models import ClosingRule, DayFigures, OutgoingEmail, Tag, Ticket
from tickets.reporting.actions import count_again
from tickets.sla import policy_actions
from tickets.workflow import Status

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = Said("customer", "email", "The invoice shows the wrong tax number.", MAY, author_name="Hanako Yamada")
ANSWERED = Said("reply", "admin", "We put it right.", MAY + HOUR, author_name="Ben")
CASE = Brought(
    subject="Wrong tax number",
    status=Status.OPEN,
    priority=20,
    requester_name="Hanako Yamada",
    requester_email="hanako@example.com",
    locale="ja",
    created_at=MAY,
    updated_at=MAY + 2 * HOUR,
    said=[ASKED, ANSWERED],
)


def brought(**changes) -> Ticket:
    [key] = bring_in(tickets=[replace(CASE, **changes)], now=timezone.now())
    return Ticket.objects.get(pk=key)


def test_it_stands_as_it_stood_there():
    ticket = brought(status=Status.SOLVED, participants=[("Taro", "taro@example.com")], tags=["Tax & VAT", "tax-vat"])
    ticket.full_clean()
    assert (ticket.created_at, ticket.updated_at, ticket.first_replied_at) == (MAY, MAY + 2 * HOUR, MAY + HOUR)
    assert (ticket.solved_at, ticket.waiting_since) == (MAY + 2 * HOUR, None)
    assert [(said.body, said.created_at) for said in ticket.messages.all()] == [
        ("The invoice shows the wrong tax number.", MAY),
        ("We put it right.", MAY + HOUR),
    ]
    assert ticket.participants.get().email == "taro@example.com"
    assert Tag.objects.get(tagged__ticket=ticket).name == "tax-vat"


@pytest.mark.parametrize(
    ("status", "said", "since"),
    [
        (Status.NEW, [ASKED], MAY),
        (Status.OPEN, [ASKED, ANSWERED, replace(ASKED, at=MAY + 2 * HOUR)], MAY + 2 * HOUR),
        (Status.ON_HOLD, [ASKED, ANSWERED], MAY + 2 * HOUR),
        (Status.PENDING, [ASKED, ANSWERED], None),
    ],
)
def test_its_customer_waits_since_their_first_word_after_our_last(status, said, since):
    assert brought(status=status, said=said).waiting_since == since


def test_it_is_found_and_its_secrets_are_hidden():
    ticket = brought(subject="My key sk-ant-api03-" + "a" * 40, said=[replace(ASKED, body="password: hunter2secret")])
    assert "hunter2secret" not in ticket.messages.get().body
    assert "a" * 40 not in ticket.subject
    other = brought()
    assert find("tax number invoice") == [other.pk]


def test_nothing_is_set_off_by_it():
    policy()
    automation(trigger="opened", steps=[("tag", "new")])
    ticket = brought()
    assert not OutgoingEmail.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    policy_actions.apply(now=timezone.now(), after=0)
    assert clocks(ticket) == {}


def test_no_clock_of_ours_acts_on_it_until_somebody_touches_it():
    automation(trigger="quiet", hours=4, steps=[("tag", "quiet")])
    ClosingRule.objects.create(pk=1, solved_days=10, pending_days=5, grace_days=3)
    pending, solved = brought(status=Status.PENDING), brought(status=Status.SOLVED)
    now = timezone.now()
    Ticket.objects.update(updated_at=now - HOUR)
    assert watch(now=now + 5 * HOUR) == 0
    assert close_quiet(now=now + 60 * DAY) == 0
    actions.add_note(ticket=pending, author=cast.staff(), body="Seen.")
    assert close_quiet(now=now + 60 * DAY) == 1
    solved.refresh_from_db()
    assert solved.status == Status.SOLVED


def test_its_clocks_begin_with_what_the_customer_writes_after_an_answer_here():
    policy()
    ticket = brought()
    actions.reply(ticket=ticket, author=cast.staff(), body="Is it right now?")
    assert clocks(ticket) == {}
    said = actions.add_customer_message(ticket=ticket, body="It isn't.", channel="email")
    assert list(clocks(ticket)) == ["next_response"]
    assert ticket.sla_clocks.get().started_at == said.created_at


def test_it_counts_in_the_days_in_which_it_was():
    brought(status=Status.CLOSED, solved_at=MAY + DAY)
    list(count_again(since=None, until=None, now=timezone.now(), anew=False))
    days = {row.day.day: (row.opened, row.replies, row.solved) for row in DayFigures.objects.filter(day__month=5)}
    assert days == {4: (1, 1, 0), 5: (0, 0, 1)}


def test_two_batches_never_share_a_reference():
    keys = bring_in(tickets=[CASE] * 30, now=timezone.now())
    assert Ticket.objects.filter(pk__in=keys).values("reference").distinct().count() == 30
