"""What a report's clock says: until when something is due, and whether that was kept. No Django."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """How one deadline stands."""

    NONE = "none"
    RUNNING = "running"
    LATE = "late"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline: until when, None where there is none, and when it was done, None while it isn't."""

    by: datetime | None
    done_at: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        """How it stands now. What is done without a deadline has none to keep."""
        if self.by is None:
            return Standing.NONE
        if self.done_at is not None:
            return Standing.KEPT if self.done_at <= self.by else Standing.MISSED
        return Standing.RUNNING if now <= self.by else Standing.LATE


def due(received: datetime, *, hours: int | None = None, days: int | None = None) -> datetime | None:
    """So long after a report was received; None where neither is set."""
    if hours is None and days is None:
        return None
    return received + timedelta(hours=hours or 0, days=days or 0)
