"""Whether a reply that was put off may still leave when its time has come. No Django."""

from dataclasses import dataclass
from enum import StrEnum


class Hold(StrEnum):
    """Why it stays: somebody has to look at it first."""

    CLOSED = "closed"
    CUSTOMER_WROTE = "customer_wrote"
    ANSWERED = "answered"
    AUTHOR_GONE = "author_gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the ticket stands, against how it stood when the reply was put off."""

    is_closed: bool
    customer_wrote: bool
    answered: bool
    author_may: bool


def hold(standing: Standing) -> Hold | None:
    """The weightiest reason to hold the reply back, or None."""
    found = {
        Hold.CLOSED: standing.is_closed,
        Hold.CUSTOMER_WROTE: standing.customer_wrote,
        Hold.ANSWERED: standing.answered,
        Hold.AUTHOR_GONE: not standing.author_may,
    }
    return next((reason for reason, holds in found.items() if holds), None)
