"""Whether to try at all what has just failed: for a moment nobody, then one at a time. Knows no database."""

import threading
import time
from collections.abc import Callable

PAUSE_SECONDS = 2.0


class Breaker:
    """Closed while all is well. A failure opens it: `may_try` is False for a pause, then True for one asker a pause."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._closed_again_at: float | None = None

    def may_try(self) -> bool:
        """True when the asker should try; it then says how that went."""
        with self._lock:
            if self._closed_again_at is None:
                return True
            if self._clock() < self._closed_again_at:
                return False
            self._closed_again_at = self._clock() + PAUSE_SECONDS
            return True

    def failed(self) -> None:
        """Nobody tries for a pause."""
        with self._lock:
            self._closed_again_at = self._clock() + PAUSE_SECONDS

    def succeeded(self) -> None:
        """Everybody may try."""
        self._closed_again_at = None
