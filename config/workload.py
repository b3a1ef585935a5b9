"""Whether anybody takes jobs from the queue, and how long the oldest one has waited. Knows no job's work."""

import threading
import time
from dataclasses import dataclass

from django.db import connection

# A worker says every ten seconds that it lives. Of what is due the first hundred suffice: keys rise with age.
# Both halves have an index of web's, so that neither failed jobs nor those for later are looked through.
_QUERY = """
SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'),
       coalesce(extract(epoch FROM now() - least(
           (SELECT min(event.at)
            FROM (SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NULL
                  ORDER BY id LIMIT 100) AS job
            CROSS JOIN LATERAL (SELECT at FROM procrastinate_events WHERE job_id = job.id AND type = 'deferred'
                                ORDER BY id LIMIT 1) AS event),
           (SELECT min(scheduled_at) FROM procrastinate_jobs
            WHERE status = 'todo' AND scheduled_at IS NOT NULL AND scheduled_at <= now())
       ))::int, 0)
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
