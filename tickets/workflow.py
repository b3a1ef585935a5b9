"""Which ticket statuses follow which events, as one table. Pure: no Django, no clock, no database."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SOLVED = "solved"
    CLOSED = "closed"


class Event(StrEnum):
    """What can happen to a ticket that may move it."""

    CUSTOMER_WROTE = "customer_wrote"
    STAFF_REPLIED = "staff_replied"
    REOPEN = "reopen"
    WAIT_FOR_CUSTOMER = "wait_for_customer"
    HOLD = "hold"
    SOLVE = "solve"
    CLOSE = "close"


class Refusal(StrEnum):
    """Why an event doesn't move a ticket."""

    CLOSED = "closed"
    NEEDS_FOLLOW_UP = "needs_follow_up"
    NOT_FROM_HERE = "not_from_here"


@dataclass(frozen=True, slots=True)
class Move:
    """The answer for one status and event: the next status, or why not."""

    status: Status | None = None
    refusal: Refusal | None = None


# The Product Support team owes the next step.
WAITING_FOR_US = frozenset({Status.NEW, Status.OPEN, Status.ON_HOLD})
FINISHED = frozenset({Status.SOLVED, Status.CLOSED})

_ACTIVE: dict[Event, Status] = {
    Event.STAFF_REPLIED: Status.PENDING,
    Event.REOPEN: Status.OPEN,
    Event.WAIT_FOR_CUSTOMER: Status.PENDING,
    Event.HOLD: Status.ON_HOLD,
    Event.SOLVE: Status.SOLVED,
    Event.CLOSE: Status.CLOSED,
}
_MOVES: dict[Status, dict[Event, Status]] = {
    Status.NEW: {**_ACTIVE, Event.CUSTOMER_WROTE: Status.NEW},
    Status.OPEN: {**_ACTIVE, Event.CUSTOMER_WROTE: Status.OPEN},
    Status.PENDING: {**_ACTIVE, Event.CUSTOMER_WROTE: Status.OPEN},
    Status.ON_HOLD: {**_ACTIVE, Event.CUSTOMER_WROTE: Status.OPEN},
    Status.SOLVED: {
        Event.CUSTOMER_WROTE: Status.OPEN,
        Event.STAFF_REPLIED: Status.SOLVED,
        Event.REOPEN: Status.OPEN,
        Event.SOLVE: Status.SOLVED,
        Event.CLOSE: Status.CLOSED,
    },
    Status.CLOSED: {},
}


def move(status: str, event: Event) -> Move:
    """Where `event` takes a ticket in `status`, or a typed refusal; total, raises only for an unknown status."""
    current = Status(status)
    following = _MOVES[current].get(event)
    if following is not None:
        return Move(status=following)
    if current != Status.CLOSED:
        return Move(refusal=Refusal.NOT_FROM_HERE)
    follow_up = event == Event.CUSTOMER_WROTE
    return Move(refusal=Refusal.NEEDS_FOLLOW_UP if follow_up else Refusal.CLOSED)


def choices_from(status: str) -> list[Event]:
    """The moves staff may choose by hand from `status`, in the table's order, without those that change nothing."""
    by_hand = (Event.REOPEN, Event.WAIT_FOR_CUSTOMER, Event.HOLD, Event.SOLVE, Event.CLOSE)
    found = ((event, move(status, event).status) for event in by_hand)
    return [event for event, following in found if following is not None and following != status]
