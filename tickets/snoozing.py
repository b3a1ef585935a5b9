"""Until when a ticket may be put off: the choices that are offered, on the clock of who puts it off. No Django."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

MORNING, EVENING = time(9), time(18)
LONGEST = timedelta(days=365)
_LATER = timedelta(hours=3)
_MONDAY = 0


class Choice(StrEnum):
    """What is offered."""

    LATER = "later"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Offer:
    """One of them, and the moment that it means."""

    choice: Choice
    until: datetime


def offers(now: datetime, zone: tzinfo) -> list[Offer]:
    """What is offered at this moment, soonest first; nothing twice.

    "Later" is in three hours, while that is before the evening; mornings are those of the wall clock, however long the
    night was.
    """
    found: list[Offer] = []
    for choice, until in _all(now.astimezone(zone), zone):
        if until not in [offer.until for offer in found]:
            found.append(Offer(choice, until))
    return sorted(found, key=lambda offer: offer.until)


def is_possible(until: datetime, now: datetime) -> bool:
    """Whether a ticket may be put off until then: later than now, and not beyond reason."""
    return now < until <= now + LONGEST


def _all(local: datetime, zone: tzinfo) -> Iterator[tuple[Choice, datetime]]:
    later = local.astimezone(zone) + _LATER
    if later.date() == local.date() and later.time() <= EVENING:
        yield Choice.LATER, later.replace(second=0, microsecond=0)
    today = local.date()
    yield Choice.TOMORROW, _morning(today + timedelta(days=1), zone)
    yield Choice.MONDAY, _morning(today + timedelta(days=(_MONDAY - today.weekday()) % 7 or 7), zone)
    yield Choice.WEEK, _morning(today + timedelta(days=7), zone)


def _morning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, MORNING, zone)
