"""A database of 250,000 rows for tests to be in, and what PostgreSQL says of the queries that were asked there."""

import re
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.management.commands import seed_scale
from tickets.sample_cases import Pen

TICKETS = 20_000  # 57,000 messages, 62,000 of conversations, 50,000 mails, 45,000 events
BIG = re.compile(
    r"Seq Scan on (tickets_(?:ticket|ticketterms|ticketevent|message|attachment|outgoingemail|incomingemail)"
    r"|tickets_originalmail|messenger_(?:conversation|message)|accounts_(?:customer|visitor)|web_tally|procrastinate_(?:jobs|events))\b"
)
_WORDS = {"en": ("The invoice is wrong.", "My refund is late."), "ja": ("請求書が届きません。", "解約したいです。")}


def _sentence(chance: Random, locale: str) -> str:
    return chance.choice(_WORDS[locale])


@pytest.fixture(scope="package")
def full(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A full database for all files here, in a transaction whose end leaves the tables as they were: files and all."""
    pen = Pen(question=_sentence, letter=_sentence, answer=_sentence)
    assert connection.settings_dict["NAME"].startswith("test_"), "the first test of this file makes the database"
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE tickets_ticket, messenger_conversation, accounts_customer CASCADE")
            # What limits have counted, and jobs that are done: of few rows the planner reads all, by no index.
            cursor.execute(
                "INSERT INTO web_tally (key, count, until)"
                " SELECT gen_random_uuid(), 1, now() + interval '1 hour' FROM generate_series(1, 20000)"
            )
            cursor.execute("SET LOCAL session_replication_role = replica")  # without an event for each
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
                " SELECT 'mail', 'tickets.send_email', jsonb_build_object('email_id', -n), 'succeeded'"
                " FROM generate_series(1, 20000) AS n"
            )
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at)"
                " SELECT id, 'succeeded', now() FROM procrastinate_jobs WHERE status = 'succeeded'"
            )
            cursor.execute("ANALYZE web_tally, procrastinate_jobs, procrastinate_events")
        seed_scale.seed_tickets(TICKETS, timezone.now(), pen=pen)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def undone(full: None, django_db_blocker) -> Iterator[None]:
    """Each test in a transaction of its own inside; pytest-django's would end the one around."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _plans(captured: CaptureQueriesContext, kinds: tuple[str, ...], ask: str) -> Iterator[tuple[str, str]]:
    """Each query of these kinds that was asked, and what PostgreSQL says of it."""
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if query["sql"].lstrip().startswith(kinds):
                cursor.execute(f"{ask} {query['sql']}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
                yield plan, f"{query['sql'][:600]}\n{plan}"


def scans(captured: CaptureQueriesContext) -> list[str]:
    """The queries that read a big table from end to end."""
    plans = _plans(captured, ("SELECT", "WITH", "UPDATE"), "EXPLAIN")
    return [told for plan, told in plans if BIG.search(plan)]


def thrown_away(captured: CaptureQueriesContext) -> list[str]:
    """The queries that look at more than a thousand rows to leave them out."""
    plans = _plans(captured, ("SELECT",), "EXPLAIN ANALYZE")
    return [told for plan, told in plans if re.search(r"Rows Removed by Filter: \d{4}", plan)]
