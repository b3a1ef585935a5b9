"""What a reply changes on its ticket, as plain values, and how far that can be put back. Reads only."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from tickets.models import Ticket

# What stands and falls together: a status with the times that go with it.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("status", "waiting_since", "solved_at"),
    ("first_replied_at",),
    ("assignee_id",),
    ("team_id",),
    ("priority",),
)
_TIMES = frozenset({"waiting_since", "solved_at", "first_replied_at"})


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """The fields that a reply may change."""
    return {name: _plain(getattr(ticket, name)) for group in GROUPS for name in group}


def to_put_back(now: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What to set, so that the ticket is as it was: of each group that is still as the reply left it, and was changed.

    What somebody changed since stays.
    """
    found: dict[str, Any] = {}
    for group in GROUPS:
        is_untouched = all(now[name] == after[name] for name in group)
        if is_untouched and any(before[name] != after[name] for name in group):
            found |= {name: parse_datetime(before[name]) if _is_time(name, before) else before[name] for name in group}
    return found


def _is_time(name: str, values: dict[str, Any]) -> bool:
    return name in _TIMES and values[name] is not None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
