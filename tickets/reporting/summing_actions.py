"""Sums of days and of weeks, made of the rows of days: what a report over a long time reads instead of them."""

from collections.abc import Iterator
from datetime import date
from itertools import batched

from django.db import connection, transaction

from tickets.models import DayCounted, SpanFigures, SpanSummed
from tickets.reporting import statements
from tickets.reporting.schedule import WEEK, Span, unsummed
from web.days import monday

# Days whose rows are in the memory together.
_AT_ONCE = 56


def sum_up(span: Span) -> None:
    """Sums of a day or a week in the place of those that there were; its days were all counted."""
    since, until, days = span.since, span.until, span.days
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever counts one of these days has its row: one of us waits for the other.
        locked = DayCounted.objects.filter(day__range=(since, until)).select_for_update().order_by("day")
        counted_at = max(each.counted_at for each in locked)
        SpanFigures.objects.filter(days=days, since=since).delete()
        cursor.execute(statements.sums(days), {"since": since, "until": until})
        SpanSummed.objects.update_or_create(days=days, since=since, defaults={"until": until, "counted_at": counted_at})


def forget_week_of(day: date) -> None:
    """The week's sums count no more, as one of its days is counted anew; its days' do, and the week is due again."""
    SpanSummed.objects.filter(days=WEEK, since=monday(day)).delete()


def sum_up_due(most: int | None = None) -> Iterator[Span]:
    """Sum up what was counted, and isn't in sums yet, the newest first, and say each; at most so many."""
    counted = dict(DayCounted.objects.values_list("day", "counted_at"))
    summed = {(days, since): at for days, since, at in SpanSummed.objects.values_list("days", "since", "counted_at")}
    for span in [*unsummed(counted, summed)][:most]:
        sum_up(span)
        yield span


@transaction.atomic
def sum_up_everything() -> None:
    """The same of all days and weeks at once, where no sums are yet and nobody else counts."""
    counted = dict(DayCounted.objects.values_list("day", "counted_at"))
    spans = [*unsummed(counted, {})]
    with connection.cursor() as cursor:
        for days in (1, WEEK):
            of = [span for span in spans if span.days == days]
            for some in batched(of, _AT_ONCE // days):
                cursor.execute(statements.sums(days), {"since": some[-1].since, "until": some[0].until})
    SpanSummed.objects.bulk_create(
        SpanSummed(days=span.days, since=span.since, until=span.until, counted_at=counted[span.until]) for span in spans
    )
