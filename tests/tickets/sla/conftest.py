"""Policies and business hours for the tests of this room. A test changes only what it is about."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests import cast
from tickets.models import BusinessHours, Holiday, OpenSpan, SlaPolicy

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 60


def office(name="Office", zone="Europe/Berlin", teams=(), holidays=()):
    """Monday to Friday, nine to five."""
    row = BusinessHours.objects.create(name=name, zone=zone)
    row.teams.set(teams)
    OpenSpan.objects.bulk_create(OpenSpan(hours=row, weekday=day, opens=time(9), closes=time(17)) for day in range(5))
    Holiday.objects.bulk_create(Holiday(hours=row, day=day) for day in holidays)
    return row


def policy(**changes):
    """Four hours for the first answer, eight for each other, two days until it is solved; around the clock."""
    topics, teams = changes.pop("topics", ()), changes.pop("teams", ())
    wanted = {
        "name": f"Policy {SlaPolicy.objects.count() + 1}",
        "first_response": 4 * HOUR,
        "next_response": 8 * HOUR,
        "resolution": 48 * HOUR,
    }
    row = SlaPolicy.objects.create(**wanted | changes)
    row.topics.set(topics)
    row.teams.set(teams)
    return row


def berlin(text):
    """A time of the wall clock there."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def clocks(ticket):
    """Each clock's kind, and when it is due or why it stands still."""
    return {clock.kind: clock.due_at or clock.pause for clock in ticket.sla_clocks.all()}


def results(ticket):
    """How the clocks ended: kind, minutes, whether in time."""
    return [(row.kind, row.took_minutes, row.met) for row in ticket.sla_results.order_by("ended_at", "pk")]


@pytest.fixture
def aki(db):
    """A member of staff who answers tickets."""
    return cast.staff(name="aki")
