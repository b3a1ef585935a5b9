"""What becomes of a quiet ticket. Pure: no Django, no clock, no database."""

from dataclasses import dataclass
from enum import StrEnum

from tickets import workflow


class Verdict(StrEnum):
    """What is done with it."""

    LEAVE = "leave"
    CLOSE = "close"
    TELL = "tell"
    SOLVE = "solve"


@dataclass(frozen=True, slots=True)
class Quiet:
    """What counts. `is_kept`: a hold, or a report under the law. `is_stopped`: by the account's owner.

    `is_reached`: there is an address, and no mail to it came back. `was_told`: of these very words, and since then
    `nothing_since` was said. `is_put_off`: somebody wants it back at a time of their own.
    """

    status: str
    is_kept: bool
    is_stopped: bool = False
    is_put_off: bool = False
    is_reached: bool = True
    was_told: bool = False
    nothing_since: bool = True


def of_solved(quiet: Quiet) -> Verdict:
    """A solved ticket whose days are over."""
    closes = quiet.status == workflow.Status.SOLVED and not quiet.is_kept
    return Verdict.CLOSE if closes else Verdict.LEAVE


def of_pending(quiet: Quiet) -> Verdict:
    """A pending ticket whose days are over, or that was told so before: nobody's is solved without a word to them."""
    if quiet.status != workflow.Status.PENDING or quiet.is_kept or quiet.is_stopped or quiet.is_put_off:
        return Verdict.LEAVE
    if not quiet.is_reached or not quiet.nothing_since:
        return Verdict.LEAVE
    return Verdict.SOLVE if quiet.was_told else Verdict.TELL
