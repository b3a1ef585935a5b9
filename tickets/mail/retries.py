"""When an email that didn't go out is tried again. No Django.

RFC 5321 4.5.4.1 asks for half an hour at least after a while, and for four to five days before one gives up.
"""

from datetime import timedelta

_SOON = (5, 20, 60, 5 * 60, 15 * 60, 30 * 60, 3600, 2 * 3600)
_THEN, _TIMES = 4 * 3600, 26
# Seconds to wait after the first attempt, the second …
WAITS = (*_SOON, *(_THEN for _time in range(_TIMES)))
GIVES_UP_AFTER = timedelta(seconds=sum(WAITS))


def wait_after(attempts: int) -> int | None:
    """Seconds until the next attempt when so many retries have been; None when the last one is over."""
    return WAITS[attempts] if attempts < len(WAITS) else None
