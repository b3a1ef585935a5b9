"""`python -m config.prepare`: brings database, catalogues, static files and content up to date. Safe to repeat.

Steps may be named: `python -m config.prepare static`.
"""

import hashlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from psycopg import sql

from config import catalogues

SAMPLE_PEOPLE = Path(__file__).resolve().parent.parent / "demo" / "sample_people.json"


def main(chosen: list[str]) -> int:
    """Runs every step in order, or those named; 0, or 1 with the reason on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DATABASE_POOL"] = "0"
    try:
        catalogues.compile_all()
        django.setup()
        for name, step in _STEPS.items():
            if name in (chosen or _STEPS):
                print(f"{name.capitalize()} …", flush=True)
                step()
    except (CommandError, ImproperlyConfigured, psycopg.Error, django.db.DatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make_database() -> None:
    """Creates the database when the server has none by its name."""
    connection = settings.DATABASES["default"]
    address = {
        "host": connection["HOST"],
        "port": connection.get("PORT", ""),
        "user": connection["USER"],
        "password": connection.get("PASSWORD", ""),
    }
    given = {key: value for key, value in address.items() if value} | connection["OPTIONS"]
    try:
        psycopg.connect(dbname=connection["NAME"], **given).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(connection["NAME"])))


def collect_static() -> None:
    """Collects and compresses the static files when one of them changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest.hexdigest())


def load_people() -> None:
    """Loads the demonstration's people and staff, and only there."""
    if settings.DEMO:
        call_command("load_people", str(SAMPLE_PEOPLE), stdout=io.StringIO())  # config.run shows the logins


_STEPS: dict[str, Callable[[], object]] = {
    "database": make_database,
    "tables": lambda: call_command("migrate", interactive=False, verbosity=0),
    "static": collect_static,
    "articles": lambda: call_command("load_content"),
    "topics": lambda: call_command("load_topics"),
    "people": load_people,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
