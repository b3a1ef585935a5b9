"""Whether anybody takes jobs from the queue, and how long the oldest one has waited. Knows no job's work."""

import threading
import time
from dataclasses import dataclass

from django.db import connection

# A worker says every ten seconds that it lives. The partial indexes of the queue on waiting jobs serve the second half.
_QUERY = """
SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'),
       (SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at)))::int, 0)
        FROM (SELECT id, scheduled_at FROM procrastinate_jobs
              WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
              ORDER BY id LIMIT 100) AS job
        LEFT JOIN LATERAL (SELECT at FROM procrastinate_events WHERE job_id = job.id AND type = 'deferred'
                           ORDER BY id LIMIT 1) AS event ON true)
"""
_KNOWN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Workload:
    """`worker`: one was heard of within half a minute. `oldest_seconds`: how long a job that is due waits for one."""

    worker: bool
    oldest_seconds: int


class WorkloadReader:
    """Asks at most once a second, however often it is asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Makes the next answer a new one."""
        self._known: tuple[float, Workload] | None = None

    def current(self) -> Workload:
        """Raises DatabaseError when the database is away or holds no queue."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > _KNOWN_SECONDS:
                self._known = time.monotonic(), _read()
            return self._known[1]


def _read() -> Workload:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        worker, seconds = cursor.fetchone()
    return Workload(worker=worker, oldest_seconds=seconds)


reader = WorkloadReader()
