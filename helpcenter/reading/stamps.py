"""The content stamps as a running process knows it: read at most once a second, and kept when the database is away."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

from django.db import DatabaseError, connection

from helpcenter.models import ContentStamp

logger = logging.getLogger(__name__)

_READ_AGAIN_AFTER = 1.0
_RETRY_AFTER = 5.0
_LONGEST_WAIT = 0.25


def read_stamps() -> dict[str, str]:
    """The stamp of each language's pages from the database, on a connection that is given back at once."""
    try:
        return ContentStamp.pages()
    finally:
        connection.close()


class StampReader[Stamp]:
    """Asks in a thread of its own, so that a database that hangs costs a reader `longest_wait` seconds at most, once.

    `changed` is called when the stamp is another than before, so that whoever needs long to follow begins at once.
    """

    def __init__(
        self,
        read: Callable[[], Stamp],
        clock: Callable[[], float] = time.monotonic,
        changed: Callable[[], None] = lambda: None,
        longest_wait: float = _LONGEST_WAIT,
    ) -> None:
        self._read, self._clock, self._changed = read, clock, changed
        self._longest_wait = longest_wait
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="content-stamp")
        self._lock = threading.Lock()
        self._asked: Future[Stamp] | None = None
        self._next = 0.0
        self.known: Stamp | None = None

    def current(self) -> Stamp | None:
        """The stamp, at most about a second old; the last known one while the database is away, None if never read."""
        if self._asked is None and self._clock() < self._next:
            return self.known
        if self._lock.acquire(blocking=False):
            try:
                self._ask()
            finally:
                self._lock.release()
        return self.known

    def _ask(self) -> None:
        if self._asked is None:
            self._next = self._clock() + _READ_AGAIN_AFTER
            self._asked = self._thread.submit(self._read)
            self._take(self._asked, self._longest_wait)
        elif self._asked.done():
            self._take(self._asked, 0)

    def _take(self, asked: Future[Stamp], wait: float) -> None:
        try:
            before, self.known = self.known, asked.result(wait)
            if self.known != before:
                self._changed()
        except NotYet:
            return
        except DatabaseError:
            logger.warning("The content stamp can't be read; showing what is known.", exc_info=True)
            self._next = self._clock() + _RETRY_AFTER
        self._asked = None
