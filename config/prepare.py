"""`python -m config.prepare`: brings database, catalogues, static files and content up to date. Safe to repeat.

Two may do so at once. Steps may be named: `python -m config.prepare static`.
"""

import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from psycopg import sql

from config import catalogues, statics

_DEMO = Path(__file__).resolve().parent.parent / "demo"
SAMPLE_PEOPLE, SAMPLE_MACROS = _DEMO / "sample_people.json", _DEMO / "sample_macros.json"
SAMPLE_POLICIES = _DEMO / "sample_policies.json"


def main(chosen: list[str]) -> int:
    """Runs every step in order, or those named; 0, or 1 with the reason on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"DATABASE_POOL": "0", "DATABASE_STATEMENT_SECONDS": "0"}  # a migration may take its time
    todo = [name for name in _STEPS if name in (chosen or _STEPS)]
    try:
        catalogues.compile_all()
        django.setup()
        if "database" in todo:
            _take("database")
        with _alone() if {*todo} & _IN_DATABASE else nullcontext():
            for name in todo:
                if name != "database":
                    _take(name)
    except (CommandError, ImproperlyConfigured, psycopg.Error, django.db.DatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make_database() -> None:
    """Creates the database when the server has none by its name."""
    name = settings.DATABASES["default"]["NAME"]
    try:
        _connect(name).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        with _connect("postgres") as server:
            _lock(server)
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def _alone() -> Iterator[None]:
    """Waits until nobody else prepares this database, and keeps others waiting meanwhile."""
    with _connect(settings.DATABASES["default"]["NAME"]) as connection:
        _lock(connection)
        yield


def _lock(connection: psycopg.Connection) -> None:
    """Waits for the lock by asking again: an index made beside the traffic would wait for a statement that waits."""
    while connection.execute("SELECT pg_try_advisory_lock(hashtext('config.prepare'))").fetchone() != (True,):
        time.sleep(0.2)


def _connect(name: str) -> psycopg.Connection:
    connection = settings.DATABASES["default"]
    address = {
        "host": connection["HOST"],
        "port": connection.get("PORT", ""),
        "user": connection["USER"],
        "password": connection.get("PASSWORD", ""),
    }
    given = {key: value for key, value in address.items() if value} | connection["OPTIONS"]
    return psycopg.connect(dbname=name, autocommit=True, **given)


def _take(name: str) -> None:
    print(f"{name.capitalize()} …", flush=True)
    _STEPS[name]()


def load_people() -> None:
    """Loads the demonstration's people and staff, and only there; elsewhere shuts out those that it once loaded."""
    given = [str(SAMPLE_PEOPLE)] if settings.DEMO else [str(SAMPLE_PEOPLE), "--retire"]
    call_command("load_people", *given, stdout=io.StringIO())  # config.run shows the logins


def load_macros() -> None:
    """Loads the demonstration's macros, and only there: every team words its own."""
    if settings.DEMO:
        call_command("load_macros", str(SAMPLE_MACROS))


def sample_figures() -> None:
    """Makes up past days of the demonstration's report, and only there."""
    if settings.DEMO:
        call_command("sample_figures", stdout=io.StringIO())


def load_sla() -> None:
    """Loads the demonstration's SLA policies, and only there: elsewhere nobody promises what nobody decided."""
    if settings.DEMO:
        call_command("load_sla", str(SAMPLE_POLICIES), stdout=io.StringIO())


_STEPS: dict[str, Callable[[], object]] = {
    "database": make_database,
    "tables": lambda: call_command("migrate", interactive=False, verbosity=0),
    "static": statics.collect,
    "articles": lambda: call_command("load_content"),
    "topics": lambda: call_command("load_topics"),
    "golden": lambda: call_command("load_golden"),
    "reports": lambda: call_command("load_report_kinds"),
    "roles": lambda: call_command("load_roles"),
    "people": load_people,
    "macros": load_macros,
    "figures": sample_figures,
    "sla": load_sla,
}
_IN_DATABASE = frozenset(_STEPS) - {"database", "static"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
