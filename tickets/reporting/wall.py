"""What stands on the wall: how the desk is right now, by few rows of indexes. Reads only, and names nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts.entitlements import Rule
from tickets import workflow
from tickets.events import Kind
from tickets.models import Ticket, TicketEvent
from tickets.reporting import reading, words
from web.days import bounds
from web.lists import MOST_COUNTED, counted_together, shown_count

# Who waits longer than this shouldn't.
LONG = timedelta(hours=24)
_RATED_DAYS = 28
_FINISHED = sorted(map(str, workflow.FINISHED))
_UNFINISHED = sorted(map(str, set(workflow.Status) - workflow.FINISHED))


@dataclass(frozen=True, slots=True)
class Sign:
    """One figure with what it is; `is_bad` wants somebody to look."""

    name: str
    value: str
    beside: str = ""
    is_bad: bool = False


def signs(now: datetime) -> list[Sign]:
    """The six, in the order in which one looks."""
    began = bounds(timezone.localtime(now, timezone.get_default_timezone()).date(), timezone.get_default_timezone())[0]
    waiting = Ticket.objects.without_reports().waiting_for_us()
    numbers = counted_together([waiting, waiting.filter(waiting_since__lt=now - LONG), _solved_since(began)])
    oldest = waiting.longest_waiting_first().values_list("waiting_since", flat=True).first()
    return [
        Sign(gettext("Waiting for us"), shown_count(numbers[0])),
        _oldest(oldest, now),
        Sign(gettext("Waiting over a day"), shown_count(numbers[1]), is_bad=numbers[1] > 0),
        Sign(gettext("Solved today"), shown_count(numbers[2])),
        _first_response(began),
        _satisfied(now),
    ]


def standing(now: datetime) -> dict[str, Any]:
    """What the page and its figures are made of: the six, and the site's time of looking."""
    return {"signs": signs(now), "at": timezone.localtime(now, timezone.get_default_timezone())}


def _oldest(since: datetime | None, now: datetime) -> Sign:
    waited = now - since if since else None
    value = words.took(waited.total_seconds() / 60) if waited is not None else words.NONE
    return Sign(gettext("Longest waiting"), value, is_bad=waited is not None and waited > LONG)


def _solved_since(began: datetime) -> QuerySet[TicketEvent]:
    moves = TicketEvent.objects.filter(kind=Kind.STATUS, created_at__gte=began)
    ended = moves.filter(arguments__after__in=_FINISHED, arguments__before__in=_UNFINISHED)
    return ended.filter(~Q(ticket__rule=Rule.COMPLIANCE))


def _first_response(began: datetime) -> Sign:
    answered = Ticket.objects.without_reports().filter(first_replied_at__gte=began)
    times = answered.order_by("-first_replied_at").values_list("created_at", "first_replied_at")[:MOST_COUNTED]
    minutes = [(replied - opened).total_seconds() / 60 for opened, replied in times if replied]
    value = words.took(median(minutes)) if minutes else words.NONE
    return Sign(gettext("First response today"), value, gettext("the median"))


def _satisfied(now: datetime) -> Sign:
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    found = reading.total(reading.Chosen(today - timedelta(days=_RATED_DAYS - 1), today))
    beside = gettext("in %(days)s days") % {"days": _RATED_DAYS}
    return Sign(gettext("Satisfied"), words.share(found.rated_good, found.rated), beside)
