"""Many rows at once, by COPY: what seeding and other bulk loads write with. Knows the shape of models, and no app."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault
from psycopg import sql

type Row = Mapping[str, Any]
type Model = type[models.Model]


def copy_rows(model: Model, rows: Iterable[Row]) -> None:
    """Writes the rows, given by attribute name with their primary keys; what they leave out is the field's default."""
    fields = model._meta.concrete_fields
    writers = {field.attname: _writer(field) for field in fields}
    defaults = {name: write(_default(field)) for (name, write), field in zip(writers.items(), fields, strict=True)}
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([writers[name](row[name]) if name in row else value for name, value in defaults.items()])


def row_of(instance: models.Model) -> dict[str, Any]:
    """An unsaved instance as a row."""
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}


@contextmanager
def bulk_load(*tables: Model) -> Iterator[None]:
    """One transaction for many rows: indexes are made once at the end, keys go on after the rows, ANALYZE ends it.

    A superuser's load leaves the foreign keys unchecked; whoever writes the rows knows that they fit.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        is_superuser = cursor.fetchone() == (True,)
        if is_superuser:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        _each_index(tables, "remove_index")
        yield
        _each_index(tables, "add_index")
        for model in tables:
            _go_on_after(model)
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(model._meta.db_table)))
        # The transaction may be part of a larger one.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        if is_superuser:
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _default(field: models.Field[Any, Any]) -> Any:
    """What a new row has there; of a default that the database alone knows its value."""
    default = field.get_default()
    if not isinstance(default, DatabaseDefault):
        return default
    # The stubs don't know what it is made of.
    return getattr(getattr(default, "expression", None), "value", None)


def _writer(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value)
    if isinstance(field, ArrayField):
        # For numbers and plain words; several times quicker than psycopg, which is ready for anything.
        return lambda values: None if values is None else "{" + json.dumps(list(values))[1:-1] + "}"
    return lambda value: value


def _each_index(tables: Sequence[Model], change: str) -> None:
    with connection.schema_editor(atomic=False) as editor:
        for model in tables:
            for index in model._meta.indexes:
                getattr(editor, change)(model, index)


def _go_on_after(model: Model) -> None:
    key = model._meta.auto_field
    if key is None:
        return
    table, column = model._meta.db_table, str(key.column)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({}), 1)) FROM {}").format(
                sql.Identifier(column), sql.Identifier(table)
            ),
            [table, column],
        )
