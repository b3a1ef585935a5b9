"""How long a silent provider may hold us: few wait for one address at a time, and after a failure nobody for a while.

Counts for each process. Knows nothing of what is asked there.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.core.cache import cache

# After a failure the address is left alone for this long.
REST_SECONDS = 15
# How long a request waits for another one's turn to end; a provider that is well answers in less.
WAIT_SECONDS = 0.5
# How many may wait so: a process has four threads, and the readers need one.
WAITING = 2

_guard = threading.Lock()
_lanes: dict[str, tuple[threading.BoundedSemaphore, threading.BoundedSemaphore]] = {}


class ImpatientError(Exception):
    """The address failed a moment ago, or is being waited for by as many as may."""


def cache_key(kind: str, address: str) -> str:
    """Where the cache keeps this kind of knowledge about an address."""
    return f"accounts:{kind}:{sha256(address.encode()).hexdigest()}"


@contextmanager
def patience(address: str, *, tired_by: tuple[type[Exception], ...], wide: int = 1) -> Iterator[None]:
    """A turn at the address, one of `wide` at a time; an error of `tired_by` gives it a rest. Raises ImpatientError."""
    resting = cache_key("resting", address)
    with _guard:
        fresh = threading.BoundedSemaphore(wide), threading.BoundedSemaphore(WAITING)
        lane, bench = _lanes.setdefault(address, fresh)
    if cache.get(resting) or not _take_turn(lane, bench):
        raise ImpatientError(address)
    try:
        if cache.get(resting):  # whoever we waited for had no luck
            raise ImpatientError(address)
        yield
    except tired_by:
        cache.set(resting, True, REST_SECONDS)
        raise
    finally:
        lane.release()


def _take_turn(lane: threading.BoundedSemaphore, bench: threading.BoundedSemaphore) -> bool:
    """Whether the lane became free in time; who finds the bench full doesn't wait."""
    if lane.acquire(blocking=False):
        return True
    if not bench.acquire(blocking=False):
        return False
    try:
        return lane.acquire(timeout=WAIT_SECONDS)
    finally:
        bench.release()
