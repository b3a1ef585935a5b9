"""A database that is frozen, slow or gone costs a request seconds at most, and the others nothing."""

import tempfile
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from config.postgresql.base import DatabaseWrapper
from config.postgresql.breaker import PAUSE_SECONDS, Breaker
from config.postgresql.connection import BoundedConnection, breaker
from tests.config.wire import Wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    with tempfile.TemporaryDirectory(prefix="wire-") as folder:
        wire = Wire(Path(folder), Path(connection.settings_dict["HOST"]))
        yield wire
        wire.close()


@pytest.fixture(params=[True, False], ids=["pooled", "kept"])
def database(request, wire):
    """The database at the other end of the wire, as the web server reaches it."""
    pool = {"connection_class": BoundedConnection, "min_size": 1, "timeout": 2, "check": None, "reconnect_timeout": 1}
    options = {"connect_timeout": 2} | ({"pool": pool} if request.param else {})
    changes = {"HOST": str(wire.folder), "PATIENCE": 1, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}
    changes["CONN_MAX_AGE"] = 0 if request.param else 60
    database = DatabaseWrapper(connection.settings_dict | changes, alias="default")
    yield database
    wire.flows.set()
    database.close()
    database.close_pool()
    breaker.succeeded()


def ask(database, statement="SELECT 1"):
    """The seconds that a request with this statement took, and whether it was answered."""
    started = time.monotonic()
    try:
        database.health_check_done = False  # as at the start of a request
        database.close_if_health_check_failed()
        with database.cursor() as cursor:
            cursor.execute(statement)
        answered = True
    except OperationalError:
        answered = False
    if database.pool:
        database.close()  # as at the end of a request
    return time.monotonic() - started, answered


def test_a_frozen_database_is_given_up_and_asked_again_when_it_is_back(database, wire):
    assert ask(database)[1]
    wire.flows.clear()
    took, answered = ask(database)
    assert (took < 4, answered) == (True, False)
    took, answered = ask(database)
    assert (took < 0.1, answered) == (True, False)
    wire.flows.set()
    time.sleep(PAUSE_SECONDS)
    took, answered = ask(database)
    assert (took < 1, answered) == (True, True)


def test_after_a_restart_of_the_database_the_next_request_is_answered(database, wire):
    assert ask(database)[1]
    wire.cut()
    took, answered = ask(database)
    assert (took < 1, answered) == (True, True)


def test_a_statement_that_never_ends_is_given_up(database):
    took, answered = ask(database, "SELECT pg_sleep(4)")
    assert (took < 3, answered) == (True, False)


def test_a_closed_breaker_lets_everybody_try():
    assert all(Breaker().may_try() for _asker in range(3))


def test_after_a_failure_nobody_tries_for_a_pause_and_then_one_at_a_time():
    now = [0.0]
    breaker = Breaker(clock=lambda: now[0])
    breaker.failed()
    assert not breaker.may_try()
    now[0] += PAUSE_SECONDS
    assert [breaker.may_try() for _asker in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.may_try()
