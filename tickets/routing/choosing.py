"""Who gets a ticket of a team: one of those who take part, or nobody. Pure: no Django, no clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who takes part: how many open tickets are theirs, what they answer in, when they last had a turn."""

    key: int
    load: int
    languages: frozenset[str] = frozenset()
    last: datetime | None = None


def choose(candidates: Iterable[Candidate], *, language: str, most_open: int | None = None) -> int | None:
    """The key of whoever speaks the language, has the fewest open tickets, and waits longest for a turn; or None.

    Who didn't say what they speak comes before who speaks other languages alone; even those come before nobody.
    """
    free = [each for each in candidates if most_open is None or each.load < most_open]
    if not free:
        return None
    return min(free, key=lambda each: (_strangeness(each, language), each.load, _turn(each), each.key)).key


def _strangeness(candidate: Candidate, language: str) -> int:
    if language in candidate.languages:
        return 0
    return 2 if candidate.languages else 1


def _turn(candidate: Candidate) -> tuple[bool, float]:
    """Who never had a turn comes first."""
    return (candidate.last is not None, candidate.last.timestamp() if candidate.last else 0.0)
