"""What takes long to make and rarely changes, kept in var/ from one run to the next until its makings change."""

import hashlib
import shutil
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder(kind: str, *, files: Iterable[Path], packages: Iterable[str]) -> Path:
    """Where things of this kind lie that were made by these files and packages; those that others made are gone."""
    said = hashlib.sha256("".join(map(version, packages)).encode())
    for path in sorted(files):
        said.update(str(path.relative_to(ROOT)).encode())
        said.update(path.read_bytes())
    there = ROOT / "var" / "kept" / kind / said.hexdigest()[:24]
    for other in there.parent.glob("*"):
        if other != there:
            shutil.rmtree(other, ignore_errors=True)
    there.mkdir(parents=True, exist_ok=True)
    return there
