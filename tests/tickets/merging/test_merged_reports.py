"""Two reports under the law that became one keep the earlier deadlines, and each its own again after an undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.merging.test_merging import merge
from tests.tickets.test_report_clocks import officer  # noqa: F401  a fixture
from tests.tickets.test_report_desk import report
from tickets.compliance.standing import clocks
from tickets.merging import actions as merging
from tickets.models import Report
from tickets.refusals import TicketRefusedError

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def dates(made):
    return Report.objects.values_list("acknowledge_by", "decide_by").get(pk=made.pk)


def test_the_earlier_deadlines_count_on_the_one_that_goes_on(officer: cast.Browser) -> None:  # noqa: F811
    now = timezone.now()
    older = report(acknowledge_hours=24, decide_days=10, now=now - 3 * DAY)
    newer = report(acknowledge_hours=24, decide_days=10, now=now)
    stood = dates(older), dates(newer)
    done = merge(older.ticket, newer.ticket, officer.user, confirmed=True)
    assert dates(newer) == stood[0]
    assert dates(older) == (None, None)
    # What went away is neither overdue nor decided in time: the other one is.
    older.refresh_from_db()
    assert {str(each.standing) for each in clocks(older, now)} == {"none"}
    merging.undo(merge=done, author=officer.user, now=timezone.now())
    assert (dates(older), dates(newer)) == stood


def test_reports_of_two_kinds_stay_two(officer: cast.Browser) -> None:  # noqa: F811
    first, second = report(), report()
    Report.objects.filter(pk=second.pk).update(kind=type(first.kind).objects.exclude(pk=first.kind_id).first())
    with pytest.raises(TicketRefusedError, match="merge_report_kind"):
        merge(first.ticket, second.ticket, officer.user, confirmed=True)
