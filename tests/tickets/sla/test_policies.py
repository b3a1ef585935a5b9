"""Which policy a ticket has, and what becomes of open tickets when policies change."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.tickets.conftest import open_ticket
from tests.tickets.sla.conftest import clocks, policy
from tickets.models import BusinessHours, SlaClock, SlaNotice, SlaPolicy
from tickets.models.sla_clocks import notices_since
from tickets.sla import policy_actions, watch_actions
from tickets.sla.policies import Facts, Policy, choose

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 26, 10, tzinfo=UTC)
FACTS = Facts(topic=1, plan="pro", priority=20, team=None, language="ja")
SAMPLES = settings.BASE_DIR / "demo" / "sample_policies.json"


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"topics": {1, 2}, "plans": {"pro"}, "priorities": {20}, "languages": {"ja", "en"}}, True),
        ({"topics": {2}}, False),
        ({"plans": {"team"}}, False),
        ({"priorities": {40}}, False),
        ({"languages": {"en"}}, False),
        # Who has no team is in none of these.
        ({"teams": {1}}, False),
        ({"topics": {1}, "plans": {"team"}}, False),
    ],
)
def test_what_a_policy_is_for(conditions, fits):
    row = Policy(1, {}, **{name: frozenset(values) for name, values in conditions.items()})
    assert row.fits(FACTS) is fits


def test_the_first_in_order_holds():
    narrow, wide, later = Policy(1, {}, plans=frozenset({"team"})), Policy(2, {}), Policy(3, {})
    assert choose([narrow, wide, later], FACTS) is wide
    assert choose([narrow], FACTS) is None


def test_rows_come_in_their_order_and_only_those_in_use(db, django_assert_num_queries):
    last, first = policy(order=9), policy(order=1, plans=["pro"])
    policy(active=False)
    with django_assert_num_queries(1):
        assert [each.key for each in SlaPolicy.objects.values_in_order()] == [first.pk, last.pk]


def test_a_new_policy_holds_for_open_tickets_and_makes_no_old_one_a_breach(ticket):
    old, young = open_ticket(now=START - 9 * HOUR), open_ticket(now=START)
    policy(resolution=None)
    assert policy_actions.apply(after=0, now=START + HOUR) is None
    assert clocks(old) == {"first_response": START - 5 * HOUR}
    assert clocks(young) == {"first_response": START + 4 * HOUR}
    old.refresh_from_db()
    assert (old.version, old.due_at) == (1, START - 5 * HOUR)
    assert watch_actions.notice(now=START + HOUR) == 0
    assert watch_actions.notice(now=START + 5 * HOUR) == 1


def test_a_policy_that_is_gone_leaves_no_clock(db):
    row = policy()
    ticket = open_ticket(now=START)
    row.delete()
    policy_actions.apply(after=0, now=START + HOUR)
    ticket.refresh_from_db()
    assert ticket.due_at is None
    assert not SlaClock.objects.exists()


def test_many_tickets_are_looked_at_in_batches(db, monkeypatch):
    monkeypatch.setattr(policy_actions, "_BATCH", 2)
    tickets = [open_ticket(now=START) for _each in range(3)]
    policy()
    assert policy_actions.apply(after=0, now=START) == tickets[1].pk
    assert [bool(clocks(each)) for each in tickets] == [True, True, False]
    assert policy_actions.apply(after=tickets[1].pk, now=START) is None
    assert clocks(tickets[2])


def test_each_time_is_noticed_once_and_told_since_when(db):
    policy(resolution=None)
    ticket = open_ticket(now=START)
    for minutes in (179, 180, 181, 241, 242):
        watch_actions.notice(now=START + timedelta(minutes=minutes))
    found = list(notices_since(START + 3 * HOUR))
    assert [(row.ticket, row.what, row.noticed_at) for row in found] == [
        (ticket, "warning", START + 3 * HOUR),
        (ticket, "breach", START + timedelta(minutes=241)),
    ]
    assert list(notices_since(START + 4 * HOUR)) == found[1:]
    assert ticket.events.filter(kind="sla_breached").count() == 1


def test_of_what_was_overlooked_until_it_was_late_nobody_is_warned(db):
    policy(resolution=None)
    open_ticket(now=START)
    assert watch_actions.notice(now=START + 9 * HOUR) == 1
    assert list(SlaNotice.objects.values_list("what", flat=True)) == ["breach"]


def test_the_samples_are_made_once_and_stay_as_they_were_changed(db):
    call_command("load_sla", SAMPLES)
    assert SlaPolicy.objects.count() == 3
    assert BusinessHours.objects.get().spans.count() == 10
    SlaPolicy.objects.filter(name="Urgent").update(first_response=15)
    jobs = ProcrastinateJob.objects.filter(task_name="tickets.apply_sla").count()
    call_command("load_sla", SAMPLES)
    assert SlaPolicy.objects.get(name="Urgent").first_response == 15
    assert ProcrastinateJob.objects.filter(task_name="tickets.apply_sla").count() == jobs == 1


def test_a_file_that_is_none_is_refused_whole(db, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"hours": [], "policies": [{"name": "Empty"}]}')
    with pytest.raises(CommandError):
        call_command("load_sla", wrong)
    assert not SlaPolicy.objects.exists()
