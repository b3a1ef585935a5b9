"""Databases that one process of a run makes and the others copy."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql


def url(name: str) -> str:
    """The URL of another database of the server that DATABASE_URL names."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return f"{given.scheme}://{given.netloc}/{quote(name)}" + (f"?{given.query}" if given.query else "")


def made_once(kind: str, make: Callable[[str], object]) -> str:
    """The name of the run's database of this kind; `make(name)` makes it for who comes first, others wait for it.

    Nobody may be connected to it afterwards: then it can't be copied.
    """
    made = _of_this_run() / f"{kind}.database"
    name = f"{_of_this_run().name}-{kind}"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_text(name)  # also one that is half made is dropped in the end
            try:
                make(name)
            except BaseException:
                drop(name)
                made.unlink()
                raise
    return name


def copy(template: str, name: str) -> None:
    """A new database with all that the template has; the server copies its files."""
    with _server() as server:
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(command.format(sql.Identifier(name), sql.Identifier(template)))


def make_empty(name: str) -> None:
    """A new database without a table."""
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop(name: str) -> None:
    """Removes a database, whoever is connected; none by that name is fine."""
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_made() -> None:
    """Removes what `made_once` made; the server may be one that goes on."""
    for made in _of_this_run().glob("*.database"):
        drop(made.read_text())
        made.unlink()


def _of_this_run() -> Path:
    return Path(os.environ["HELPCENTER_TESTS"])


def _server() -> psycopg.Connection:
    return psycopg.connect(url("postgres"), autocommit=True)
