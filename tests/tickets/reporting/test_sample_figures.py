"""A demonstration's report has figures that never were, and a real one never gets them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.models import DayFigures
from tickets.reporting import reading
from tickets.reporting.forms import today
from tickets.reporting.reading import Chosen
from tickets.reporting.seeding_actions import DAYS

pytestmark = pytest.mark.django_db


def sampled() -> str:
    out = StringIO()
    call_command("sample_figures", stdout=out)
    return out.getvalue()


def test_the_days_before_today_are_filled_once(aki: User) -> None:
    assert sampled() == f"Days made up: {DAYS}.\n"
    assert sampled() == "Days made up: 0.\n"
    assert not DayFigures.objects.filter(day__gte=today()).exists()
    sums = reading.total(Chosen(today() - timedelta(days=28), today() - timedelta(days=1)))
    assert min(sums.opened, sums.solved, sums.replies, sums.rated, sums.first_reply.tickets, sums.open or 0) > 0
    assert sums.rated_good > sums.rated_bad
    by_agent = dict(reading.by("agent", Chosen(today() - timedelta(days=28), today())))
    assert aki.pk in by_agent


def test_where_a_ticket_is_nothing_is_made_up() -> None:
    open_ticket()
    assert sampled() == "Days made up: 0.\n"
    assert cast.staff_browser(name="lea", groups=("leads",)).get("/admin/tickets/dayfigures/").status_code == 200
