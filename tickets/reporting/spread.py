"""How long things took, by steps that grow: what lies in the middle can be told of any sum of days. Pure: no Django.

Each step is a fifth longer than the one before (four to the doubling), so a median is right to a tenth of itself.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

_TO_THE_DOUBLING = 4
# The last one begins at more than a year.
STEPS = 80
# Of open tickets: steps that begin at so many days since they were opened.
AGES = (0, 1, 3, 7, 30)
_MINUTES_OF_A_DAY = 1440


def step_of(minutes: float) -> int:
    """The step that has these minutes; the first one has the first minute as well."""
    return min(bisect_right(_FROM, max(minutes, 1)) - 1, STEPS - 1)


def begins(step: int) -> float:
    """With how many minutes the step begins."""
    return float(2 ** (step / _TO_THE_DOUBLING))


_FROM = [begins(step) for step in range(STEPS)]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many took how long: counts by step."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def tickets(self) -> int:
        return sum(self.counts.values())

    @property
    def median(self) -> float | None:
        return self.at(0.5)

    @property
    def p90(self) -> float | None:
        return self.at(0.9)

    def at(self, share: float) -> float | None:
        """Minutes that so many of all took at most, where they lie evenly in their step; None of nothing."""
        wanted = share * self.tickets
        for step, below, count in self._in_order():
            if below + count >= wanted:
                into = (wanted - below) / count
                return begins(step) * float(2 ** (into / _TO_THE_DOUBLING))
        return None

    def _in_order(self) -> Iterator[tuple[int, int, int]]:
        below = 0
        for step, count in sorted(self.counts.items()):
            if count:
                yield step, below, count
                below += count


def together(spreads: Iterable[Spread]) -> Spread:
    """All of them as one."""
    counts: Counter[int] = Counter()
    for each in spreads:
        counts.update(each.counts)
    return Spread(counts)


def age_of(days: float) -> int:
    """The place in AGES of a ticket that was opened so many days ago."""
    return bisect_right(AGES, max(days, 0)) - 1
