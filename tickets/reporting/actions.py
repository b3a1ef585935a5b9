"""Days are counted here, from what happened to tickets; nothing else writes the figures."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from tickets.models import DayCounted, DayFigures, DayTimes, Ticket
from tickets.reporting import statements
from tickets.reporting.schedule import Span, due
from tickets.reporting.summing_actions import forget_week_of, sum_up, sum_up_due
from web.days import bounds

# So many in one run, so that a long past doesn't keep a worker from other work; the next run goes on.
AT_ONCE = 14
SUMS_AT_ONCE = 100
_AT_MOST_EVERY = timedelta(minutes=1)


def count_due(*, now: datetime) -> int:
    """Count the days that are due, the newest first, and sum them up; how many. Two may do so at once, and come to the
    same."""
    first = first_day()
    days = [*due(first, now, timezone.get_default_timezone(), _counted())][:AT_ONCE] if first else []
    for day in days:
        count_day(day=day, now=now)
    for _span in sum_up_due(SUMS_AT_ONCE):
        pass
    return len(days)


def count_again(*, since: date | None, until: date | None, now: datetime, anew: bool = False) -> Iterator[date]:
    """Count the days between, the newest first, and say each: those that never were, or `anew` all of them.

    Each is a transaction: stopped anywhere, it goes on with those that are left.
    """
    first, today = first_day(), now.astimezone(timezone.get_default_timezone()).date()
    if first is None:
        return
    known = set() if anew else set(_counted())
    day, last = min(until or today, today), max(since or first, first)
    while day >= last:
        if day not in known:
            count_day(day=day, now=now)
            yield day
        day -= timedelta(days=1)


def count_today(*, now: datetime) -> None:
    """Count the day so far, for somebody who asks; not again within a minute."""
    day = timezone.localtime(now, timezone.get_default_timezone()).date()
    if not DayCounted.objects.filter(day=day, counted_at__gt=now - _AT_MOST_EVERY).exists():
        count_day(day=day, now=now)


def count_day(*, day: date, now: datetime) -> None:
    """Count what happened on this day of the site's clock, in the place of what was counted before.

    Its sums are made with it. Those of its week are gone until `sum_up_due`, as its other days may be counted, too.
    """
    since, until = bounds(day, timezone.get_default_timezone())
    zone = timezone.get_default_timezone_name()
    given: dict[str, Any] = {"day": day, "since": since, "until": until, "now": now, "zone": zone}
    with transaction.atomic(), connection.cursor() as cursor:
        # Two workers count one after the other: the row is held until the end.
        DayCounted.objects.update_or_create(day=day, defaults={"counted_at": now})
        DayFigures.objects.filter(day=day).delete()
        DayTimes.objects.filter(day=day).delete()
        for statement in (figures(), *statements.TIMES, statements.BACKLOG):
            cursor.execute(statement, given)
        sum_up(Span(1, day))
        forget_week_of(day)


def first_day() -> date | None:
    """When the first ticket was opened, by the site's clock."""
    found: datetime | None = Ticket.objects.aggregate(first=Min("created_at"))["first"]
    return timezone.localtime(found, timezone.get_default_timezone()).date() if found else None


def _counted() -> dict[date, datetime]:
    return dict(DayCounted.objects.values_list("day", "counted_at"))


def figures() -> str:
    """The statement that counts how often things happened."""
    return statements.figures(with_promises="slaresult" in apps.all_models["tickets"])
