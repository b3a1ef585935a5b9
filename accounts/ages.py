"""How long a visit lasts and a plan or role counts. No Django, no database, no clock: `now` is passed in."""

from datetime import datetime, timedelta


def end_of_visit(*, now: datetime, signed_in_at: datetime | None, idle: timedelta, longest: timedelta) -> datetime:
    """When a visit that acts now is over: `idle` from now, and signed in never later than `longest` after that."""
    end = now + idle
    return end if signed_in_at is None else min(end, signed_in_at + longest)


def is_fresh(said_at: datetime | None, *, now: datetime, longest: timedelta) -> bool:
    """Whether what was said then still counts; what was never said doesn't."""
    return said_at is not None and now - said_at <= longest
