"""When a webhook is tried again, how long a receiver is left alone, and when we give up. No Django, no clock.

The waits are those that Standard Webhooks proposes: three days and three hours in all.
"""

from datetime import timedelta

_MINUTE, _HOUR = 60, 3600
# Seconds to wait after the first attempt, the second …
WAITS = (
    *(5, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR),
    *(10 * _HOUR, 14 * _HOUR, 20 * _HOUR, 24 * _HOUR),
)
GIVES_UP_AFTER = timedelta(seconds=sum(WAITS))
# A receiver that failed each time for so long is switched off.
STOPS_AFTER = timedelta(days=5)
_FIRST_REST, _LONGEST_REST = 5, 15 * _MINUTE
# As long at most is a receiver left alone because it asked for it, by Retry-After.
LONGEST_ASKED = _HOUR


def wait_after(attempts: int) -> timedelta | None:
    """How long until the next attempt when there were so many; None when the last one is over."""
    return timedelta(seconds=WAITS[attempts - 1]) if attempts <= len(WAITS) else None


def rest_after(failures: int, *, asked: int = 0) -> timedelta:
    """How long nothing is sent to a receiver that couldn't be reached so many times in a row; `asked` in seconds.

    So what waits for a dead one costs one attempt in a quarter of an hour, however much it is.
    """
    doubled = _FIRST_REST * 2 ** min(failures - 1, 10)
    return timedelta(seconds=max(min(doubled, _LONGEST_REST), min(asked, LONGEST_ASKED)))
