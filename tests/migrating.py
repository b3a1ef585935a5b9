"""Upgrades over rows of an earlier version: a database that knows only what that version knew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_ASKED = ("get_models", "get_swappable_settings_name")


@contextmanager
def registry_remembers() -> Iterator[None]:
    """The site's models aren't looked through anew for each of a migration.

    What `functools.cache` keeps is of all registries, and each model that a migration makes clears it. Meanwhile that
    of the site keeps its own, until its own `clear_cache`.
    """
    own = {name: cache(partial(getattr(Apps, name).__wrapped__, apps)) for name in _ASKED}
    vars(apps).update(own)
    try:
        yield
    finally:
        for name in own:
            del vars(apps)[name]


def migrate_to(targets: Sequence[tuple[str, str]]) -> Any:
    """Brings the database to these migrations, forwards or backwards; the models as they are then."""
    with registry_remembers():
        MigrationExecutor(connection).migrate(list(targets))
        return MigrationExecutor(connection).loader.project_state(list(targets)).apps


def newest() -> list[tuple[str, str]]:
    """The last migration of every app."""
    return [(app, name) for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes()]
