"""The shipped articles, loaded once a run and copied into each test that reads them."""

import fcntl
import os
import pickle
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from helpcenter.content.loading import load


@pytest.fixture(scope="session")
def _shipped_rows(django_db_setup: None, django_db_blocker) -> dict[str, bytes]:
    """Every table of the library as PostgreSQL copies it; the workers of one run share it as a file."""
    file = Path(os.environ["HELPCENTER_TESTS"], "shipped_rows")
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second waits instead of loading them, too
        if not file.exists():
            with django_db_blocker.unblock():
                file.write_bytes(pickle.dumps(_loaded()))
    return pickle.loads(file.read_bytes())


def _loaded() -> dict[str, bytes]:
    """The tables filled by a load that is then undone."""
    with transaction.atomic():
        load(settings.CONTENT_DIR, timezone.now())
        models = apps.get_app_config("helpcenter").get_models()
        rows = {model._meta.db_table: _copied(model._meta.db_table) for model in models}
        transaction.set_rollback(True)
    return rows


def _copied(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as out:
        return b"".join(bytes(part) for part in out)


@pytest.fixture
def shipped(_shipped_rows: dict[str, bytes], db: None) -> None:
    """Everything in content/, in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, rows in _shipped_rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(rows)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
