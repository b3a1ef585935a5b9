"""When somebody may say that they are still waiting. Pure: no Django, no clock, no database."""

from datetime import datetime, timedelta

WAIT = timedelta(days=1)


def nudge_from(
    waiting_since: datetime | None, *, touched_at: datetime | None, nudged_at: datetime | None
) -> datetime | None:
    """From when on: a day after the team's turn began, after a human of it last touched the case, after the last time.

    None while nobody waits for the team.
    """
    if waiting_since is None:
        return None
    return max(moment for moment in (waiting_since, touched_at, nudged_at) if moment is not None) + WAIT
