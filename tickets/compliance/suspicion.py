"""What makes a report look like a machine's. It is kept and marked for who reads it, never refused. No Django."""

from collections.abc import Iterator
from enum import StrEnum

# Nobody reads the form and writes a report in less.
LEAST_SECONDS = 4


class Suspicion(StrEnum):
    """One mark."""

    TRAP = "trap"
    NO_PAGE = "no_page"
    HASTY = "hasty"


def suspicions(*, trap: str, seconds: float | None) -> list[Suspicion]:
    """The marks of a submission.

    `trap` is what stood in the field that nobody sees; `seconds` how long after the page was made it was sent, None
    when no page of ours was.
    """
    return list(_found(trap, seconds))


def _found(trap: str, seconds: float | None) -> Iterator[Suspicion]:
    if trap.strip():
        yield Suspicion.TRAP
    if seconds is None:
        yield Suspicion.NO_PAGE
    elif seconds < LEAST_SECONDS:
        yield Suspicion.HASTY
