"""Which policy a ticket has, and what it wants. Pure: no Django, no clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tickets.workflow import Status


class Kind(StrEnum):
    """What is measured."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a ticket chooses its policy."""

    topic: int | None
    plan: str
    priority: int
    team: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Policy:
    """How soon what is to happen, and for which tickets; an empty condition leaves out none."""

    key: int
    targets: dict[Kind, timedelta]
    topics: frozenset[int] = frozenset()
    plans: frozenset[str] = frozenset()
    priorities: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    # In these the clocks stand still.
    pauses: frozenset[Status] = frozenset()
    # So much of the time is used when it gets tight.
    warn_percent: int = 75
    # The business hours that count by their key; None for those of the ticket's team.
    hours: int | None = None

    def fits(self, facts: Facts) -> bool:
        """Whether it is for this ticket."""
        asked: tuple[tuple[frozenset[object], object], ...] = (
            (frozenset(self.topics), facts.topic),
            (frozenset(self.plans), facts.plan),
            (frozenset(self.priorities), facts.priority),
            (frozenset(self.teams), facts.team),
            (frozenset(self.languages), facts.language),
        )
        return all(not wanted or given in wanted for wanted, given in asked)


def choose(policies: Iterable[Policy], facts: Facts) -> Policy | None:
    """The first in order that is for this ticket."""
    return next((policy for policy in policies if policy.fits(facts)), None)
