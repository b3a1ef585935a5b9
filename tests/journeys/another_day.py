"""A site whose clock is set to another day and goes on from there, in all its processes and in its database."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from tests.journeys.site import RunningSite

# What the site asks the database for the time by.
_ASKED = ("now", "statement_timestamp", "transaction_timestamp", "clock_timestamp")
_PATIENCE = 20  # seconds
_A_DAY = timedelta(days=1)


class SiteOnAnotherDay(RunningSite):
    """Begins on the machine's own day; `is_now` takes it to others."""

    def __init__(self) -> None:
        super().__init__(DJANGO_SETTINGS_MODULE="tests.journeys.another_day_settings")

    def database_made(self) -> None:
        """Gives the database the functions that its settings let stand before its own."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("CREATE TABLE public.clock AS SELECT interval '0' AS ahead")
            for name in _ASKED:
                connection.execute(
                    f"CREATE FUNCTION public.{name}() RETURNS timestamptz STABLE LANGUAGE sql"
                    f" AS 'SELECT pg_catalog.{name}() + ahead FROM public.clock'"
                )

    def is_now(self, moment: datetime) -> None:
        """Sets the clock. A worker that was seen a moment ago isn't lost by it."""
        ahead = moment - datetime.now(UTC)
        file = self.folder / "seconds_ahead.new"
        file.write_text(str(ahead.total_seconds()))
        file.rename(Path(self.folder, "seconds_ahead"))
        with psycopg.connect(self.address) as connection:
            connection.execute("UPDATE public.clock SET ahead = %s", [ahead])
            connection.execute("UPDATE procrastinate_workers SET last_heartbeat = pg_catalog.now() + %s", [ahead])

    def a_minute_passes(self) -> None:
        """A worker looks at the tickets' clocks, as each minute. Raises AssertionError when it doesn't."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            queued = connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'tickets.notice_sla',"
                " jsonb_build_object('timestamp', extract(epoch FROM public.now())::bigint)) RETURNING id"
            ).fetchone()
            deadline = monotonic() + _PATIENCE
            while _status(connection, queued) != "succeeded":
                assert monotonic() < deadline, f"the clocks weren't looked at within {_PATIENCE} s"
                sleep(0.1)


def _status(connection: "psycopg.Connection[Any]", job: object) -> str:
    found = connection.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", job).fetchone()
    # Jobs that are done may be deleted.
    return str(found[0]) if found else "succeeded"


def friday_before_the_clocks_change(zone: ZoneInfo, now: datetime) -> datetime:
    """Midnight of that Friday, the next that is still to come whole; on its Sunday clocks go forward or back."""
    day = now.astimezone(zone).date() + _A_DAY
    while day.weekday() != 4 or not hours_won(datetime.combine(day, time(0), zone)):
        day += _A_DAY
    return datetime.combine(day, time(0), zone)


def hours_won(friday: datetime) -> float:
    """By how much more than two days the weekend after this Friday is longer: -1 where an hour is left out."""
    evening, morning = (datetime.combine(friday + each * _A_DAY, time(12), friday.tzinfo) for each in (0, 3))
    gained = (evening.utcoffset() or timedelta(0)) - (morning.utcoffset() or timedelta(0))
    return gained / timedelta(hours=1)
