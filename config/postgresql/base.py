"""The engine. With PATIENCE in the settings no wait for the server is longer, and a breaker keeps others from waiting.

Without PATIENCE (workers, commands) it is Django's own.
"""

from contextlib import suppress
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool

from config.postgresql.connection import BoundedConnection, breaker


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, which asks the breaker before it takes a connection and tells it how that went."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        patience = float(self.settings_dict.get("PATIENCE", 0))
        if not patience:
            return super().get_new_connection(conn_params)
        if not breaker.may_try():
            raise psycopg.OperationalError("The database was away a moment ago.")
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        try:
            connection = self._pooled() if self.pool else BoundedConnection.connect(**conn_params)
        except psycopg.OperationalError:
            self._forget_pool()
            breaker.failed()
            raise
        breaker.succeeded()
        connection.patience = patience
        return connection

    def _pooled(self) -> BoundedConnection:
        """A connection that works. When the pool's first has lost its server, so have the rest: a new pool is made."""
        connection = self._taken()
        if connection.still_works():
            return connection
        self._forget_pool()
        return self._taken()

    def _taken(self) -> BoundedConnection:
        pool: ConnectionPool[BoundedConnection] = self.pool
        pool.open()
        return pool.getconn()

    def _forget_pool(self) -> None:
        pools: dict[str, ConnectionPool[BoundedConnection]] = base.DatabaseWrapper._connection_pools  # type: ignore[attr-defined]
        if pool := pools.pop(self.alias, None):
            pool.close(timeout=0)

    def is_usable(self) -> bool:
        if not isinstance(self.connection, BoundedConnection):
            return super().is_usable()
        with suppress(psycopg.Error):
            return self.connection.still_works()
        return False
