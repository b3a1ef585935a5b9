"""Whether the process lives, and whether it can do its work."""

from contextlib import suppress

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

# Asks on a connection of its own: a full or broken pool would keep whoever asks waiting for ten seconds.
_CONNECT_SECONDS = 2
_ANSWER = "-c statement_timeout=2000"


def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and holds the queue, else 503 with what is missing; within about two seconds."""
    checks = {"database": False, "queue": False}
    with suppress(psycopg.Error):
        checks = {"database": True, "queue": _holds_queue()}
    ready = all(checks.values())
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


def _holds_queue() -> bool:
    """Whether the queue's tables are there. Raises psycopg.Error when the database doesn't answer in time."""
    wanted = connection.get_connection_params() | {"connect_timeout": _CONNECT_SECONDS}
    wanted["options"] = f"{wanted.get('options', '')} {_ANSWER}".strip()
    with psycopg.connect(**wanted) as own:
        row = own.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL").fetchone()
    return bool(row and row[0])
