"""Rows that many tests begin with: made once, then copied as PostgreSQL copies tables."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

type Rows = dict[str, bytes]


def of(models: Iterable[type[Model]]) -> Rows:
    """All rows of the models' tables, by table; tables without rows aren't named."""
    found = {model._meta.db_table: _copied(model._meta.db_table) for model in models}
    return {table: rows for table, rows in found.items() if rows}


def put_back(rows: Rows) -> None:
    """Writes the rows into their tables, whichever of them point to which."""
    with connection.cursor() as cursor:
        for table, copied in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(copied)
    connection.check_constraints()


def _copied(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as out:
        return b"".join(bytes(part) for part in out)
