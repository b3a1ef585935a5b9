"""Which sums are kept: of all, of each team, of each agent and topic, and so on. Pure: no Django."""

from collections.abc import Collection, Iterator
from itertools import combinations

from tickets.reporting.schedule import WEEK

# As PostgreSQL's GROUPING(…) has them in this order: the first one is the highest bit.
_BITS = {"team": 16, "agent": 8, "topic": 4, "locale": 2, "plan": 1}
_ALL = tuple(_BITS)
# How many are told apart at once: one or two that were chosen, and the one that the table is by. A long time is read by
# its weeks, so days may have fewer; there are seven times as many of their sums.
_MOST = {1: 2, WEEK: 3}


def mask(told_apart: Collection[str]) -> int:
    """What `SpanFigures.of` says of sums that tell these dimensions apart."""
    return sum(_BITS[name] for name in told_apart)


def kept(days: int) -> Iterator[tuple[str, ...]]:
    """Each of the slices that sums of days or weeks are kept of; of weeks all that occurred together as well."""
    for many in range(_MOST[days] + 1):
        yield from combinations(_ALL, many)
    if days == WEEK:
        yield _ALL


def read(days: int, told_apart: Collection[str]) -> int | None:
    """The mask of the sums of days or weeks that tell these dimensions apart, maybe among others; None of none."""
    if len(told_apart) <= _MOST[days]:
        return mask(told_apart)
    return mask(_ALL) if days == WEEK else None
