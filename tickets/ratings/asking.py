"""Whether somebody is asked how our help was. Pure: no Django, no clock, no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Nobody is asked more often than that, whatever they write about.
REST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Case:
    """What counts of a ticket: `solved_at` now, and the one that the question was planned for."""

    is_solved: bool
    solved_at: datetime | None
    planned_for: datetime
    was_answered: bool
    has_address: bool
    is_report: bool
    is_stopped: bool
    asked_before: bool
    wants_none: bool = False


def is_asked(case: Case, *, last_asked: datetime | None, now: datetime) -> bool:
    """Once a ticket, of somebody we answered, where it is still solved as it was when this was planned.

    Reports under the law are no service that is rated, and nobody is asked about a case that they stopped.
    """
    if not case.is_solved or case.solved_at != case.planned_for:
        return False
    if (
        not (case.was_answered and case.has_address)
        or case.is_report
        or case.is_stopped
        or case.asked_before
        or case.wants_none
    ):
        return False
    return last_asked is None or now - last_asked >= REST
