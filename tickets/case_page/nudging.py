"""When somebody may say that they are still waiting. Pure: no Django, no clock, no database."""

from datetime import datetime, timedelta


def nudge_from(
    waiting_since: datetime | None,
    *,
    touched_at: datetime | None = None,
    nudged_at: datetime | None = None,
    wait: timedelta,
) -> datetime | None:
    """From when on: so long after the team's turn began, after a human last touched the case, and after the last time.

    None while nobody waits for the team.
    """
    if waiting_since is None:
        return None
    return max(moment for moment in (waiting_since, touched_at, nudged_at) if moment is not None) + wait
