"""A connection that gives the server up after a while. Knows nothing of Django.

statement_timeout alone doesn't: a server that is frozen, or behind a network that swallows packets, keeps no time.
"""

from typing import Any

import psycopg
from psycopg import errors
from psycopg.abc import RV, PQGen

from config.postgresql.breaker import Breaker

CONNECT_SECONDS = 2.0
CHECK_SECONDS = 1.0

breaker = Breaker()


class SilentServerError(psycopg.OperationalError):
    """The server is at the other end and says nothing."""


class BoundedConnection(psycopg.Connection[Any]):
    """Waits `patience` seconds and no longer; it is closed then, as nobody knows its state."""

    patience = CONNECT_SECONDS

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except errors._WaitTimeout as error:
            breaker.failed()
            self.close()
            raise SilentServerError(f"The database did not answer within {self.patience} s.") from error

    def still_works(self) -> bool:
        """Whether the server is still there. Raises SilentServerError when it may be, but doesn't say so."""
        before, self.patience = self.patience, CHECK_SECONDS
        try:
            self.execute("")
        except SilentServerError:
            raise
        except psycopg.Error:
            return False
        finally:
            self.patience = before
        return True
