"""Upgrades over rows of an earlier version: a database that knows only what that version knew."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate_to(targets: Sequence[tuple[str, str]]) -> Any:
    """Brings the database to these migrations, forwards or backwards; the models as they are then."""
    MigrationExecutor(connection).migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


def newest() -> list[tuple[str, str]]:
    """The last migration of every app."""
    return [(app, name) for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes()]
