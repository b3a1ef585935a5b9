"""Collected static files that outlive a deploy: a page from a cache, or of an old process, still finds its styles."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config.bundles import BUNDLES

# Longer than any cache keeps a page: nginx serves a stale one for a day, a browser's history may for weeks.
KEPT_SECONDS = 30 * 24 * 3600
_STAMP = ".collected"
_MANIFEST = "staticfiles.json"
_FORMS = ("", ".gz", ".br")


def collect() -> None:
    """Collects and compresses the static files when one of them, or a bundle, changed since; clears nothing."""
    root: Path = settings.STATIC_ROOT
    digest = hashlib.sha256(repr(BUNDLES).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = root / _STAMP
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    touch_current(root)
    call_command("collectstatic", interactive=False, verbosity=0)
    prune(root)
    stamp.write_text(digest.hexdigest())


def carry(source: Path, target: Path) -> None:
    """Brings an image's files to where those of earlier images lie; last the manifest, which names the current ones."""
    touch_current(target)
    for file in sorted(source.rglob("*"), key=lambda file: file.name == _MANIFEST):
        there = target / file.relative_to(source)
        if file.is_file() and (file.name == _MANIFEST or not there.exists()):
            there.parent.mkdir(parents=True, exist_ok=True)
            part = there.with_name(f"{there.name}.{os.getpid()}")
            shutil.copyfile(file, part)
            part.replace(there)
    prune(target)


def touch_current(root: Path) -> None:
    """Notes that until now these files were current: their age counts from here."""
    for path in _current(root):
        if path.exists():
            os.utime(path)


def prune(root: Path) -> None:
    """Deletes what hasn't been current for a month. Without a manifest nobody knows, and nothing goes."""
    current = _current(root)
    oldest = time.time() - KEPT_SECONDS
    for file in root.rglob("*") if current else ():
        if file.is_file() and file not in current and file.name != _STAMP and file.stat().st_mtime < oldest:
            file.unlink()


def _current(root: Path) -> set[Path]:
    manifest = root / _MANIFEST
    if not manifest.exists():
        return set()
    names: dict[str, str] = json.loads(manifest.read_text())["paths"]
    files = {root / f"{name}{form}" for pair in names.items() for name in pair for form in _FORMS}
    return files | {manifest}
