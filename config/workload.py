"""Whether anybody takes jobs from the queue, and how long the oldest one has waited. Knows no job's work."""

import threading
import time
from dataclasses import dataclass

from django.db import connection

from config import lanes

# A worker says every ten seconds that it lives. Of what is due in a lane the first hundred suffice: keys rise with age.
# What may give way to other work of its lane (a priority below 0) isn't late. Each look has an index of web's, so that
# neither failed jobs, nor those for later, nor those of other lanes are looked through.
_WAITED = """
SELECT lane.name, coalesce(extract(epoch FROM now() - least(
           (SELECT min(event.at)
            FROM (SELECT id FROM procrastinate_jobs
                  WHERE queue_name = lane.name AND status = 'todo' AND scheduled_at IS NULL AND priority >= 0
                  ORDER BY id LIMIT 100) AS job
            CROSS JOIN LATERAL (SELECT at FROM procrastinate_events WHERE job_id = job.id AND type = 'deferred'
                                ORDER BY id LIMIT 1) AS event),
           (SELECT min(scheduled_at) FROM procrastinate_jobs
            WHERE queue_name = lane.name AND status = 'todo' AND scheduled_at IS NOT NULL AND scheduled_at <= now()
              AND priority >= 0)
       ))::int, 0)
FROM unnest(%s::text[]) AS lane (name)
"""
_LIVES = "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds')"
_KNOWN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Workload:
    """`worker`: one was heard of within half a minute. How long a job that is due waits for one: `oldest_seconds` in
    the lanes that answer people, `oldest_other_seconds` in the rest, where a slow receiver or much work is nothing odd.
    """

    worker: bool
    oldest_seconds: int
    oldest_other_seconds: int = 0


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
        cursor.execute(_LIVES)
        (worker,) = cursor.fetchone()
        cursor.execute(_WAITED, [sorted(lanes.hands())])
        waited = dict(cursor.fetchall())
    answers = max(waited[lane] for lane in lanes.ANSWERING)
    others = max(seconds for lane, seconds in waited.items() if lane not in lanes.ANSWERING)
    return Workload(worker=worker, oldest_seconds=answers, oldest_other_seconds=others)


reader = WorkloadReader()
