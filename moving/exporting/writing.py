"""Writes an export into a folder: a line a row as the database's cursor gives them, and the bytes of files beside.

Reads only: nothing of the database changes. All files say how it was at one moment.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from moving.exporting.describing import FILE_FIELDS, schema
from moving.exporting.kind import Kind
from moving.exporting.kinds import KINDS
from moving.exporting.left_out import LEFT_OUT
from tickets.case_page.links import hide_tokens
from tickets.files import storage
from tickets.mail import parsing
from tickets.models import Attachment, OriginalMail, StoredFile

FORMAT = "helpcenter-export"
VERSION = 1
_CHUNK = 2_000
_BYTES = 256 * 1024
_ENCODER = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"))

# Told as it goes: the kind, how many rows of it, and how many of all.
type Telling = Callable[[str, int, int], None]


class Files:
    """The bytes of files, each once by what they are: `files/ab/abcd…`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.copied, self.size, self.missing = folder, 0, 0, 0

    def keep(self, content: Iterable[bytes] | None) -> dict[str, str | None]:
        """Write the bytes, and say where; nowhere when they are lost."""
        if content is None:
            self.missing += 1
            return {"sha256": None, "path": None}
        half, digest, size = self._folder / f".{uuid4().hex}", hashlib.sha256(), 0
        with half.open("wb") as file:
            for chunk in content:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        found = digest.hexdigest()
        path = self._folder / "files" / found[:2] / found
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            self.copied, self.size = self.copied + 1, self.size + size
        half.replace(path)
        return {"sha256": found, "path": f"files/{found[:2]}/{found}"}


def write(folder: Path, *, since: datetime | None, with_reports: bool, now: datetime, tell: Telling) -> dict[str, Any]:
    """Write everything into the empty folder and return the manifest, which is written last: without one it isn't
    whole."""
    files, kinds, done = Files(folder), dict[str, Any](), 0
    is_within = connection.in_atomic_block
    with transaction.atomic():
        if not is_within:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for kind in KINDS:
            if kind.reports_alone and not with_reports:
                continue
            lines = _lines(kind, files, since=since, with_reports=with_reports)
            kinds[kind.name] = _put_lines(folder / f"{kind.name}.jsonl", _told(lines, kind, done, tell))
            done += kinds[kind.name]["rows"]
        migrations = _migrations()
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.astimezone(UTC).isoformat(),
        "since": since.astimezone(UTC).isoformat() if since else None,
        "with_reports": with_reports,
        "kinds": kinds,
        "files": {"copied": files.copied, "bytes": files.size, "missing": files.missing},
        "left_out": LEFT_OUT,
        "migrations": migrations,
    }
    _put(folder / "schema.json", schema())
    _put(folder / "manifest.json", manifest)
    return manifest


def _told(lines: Iterator[str], kind: Kind, before: int, tell: Telling) -> Iterator[str]:
    """The same, each chunk of them told; the last as well."""
    number = 0
    for number, line in enumerate(lines, 1):
        yield line
        if number % _CHUNK == 0:
            tell(kind.name, number, before + number)
    tell(kind.name, number, before + number)


def _lines(kind: Kind, files: Files, *, since: datetime | None, with_reports: bool) -> Iterator[str]:
    """A line for each row, without what would open a case page."""
    columns = kind.columns
    bytes_of = {"files": _of_file, "attachments": _of_attachment}.get(kind.name)
    for row in kind.rows(since=since, with_reports=with_reports).values_list("pk", *columns).iterator(_CHUNK):
        values = dict(zip(columns, row[1:], strict=True))
        if bytes_of is not None:
            values |= bytes_of(row[0], values, files)
        yield hide_tokens(_ENCODER.encode(values))


def _of_file(key: int, _values: Mapping[str, Any], files: Files) -> dict[str, str | None]:
    file = StoredFile.objects.get(pk=key)
    try:
        with storage.fetch(storage.path_of(file)) as content:
            return files.keep(iter(lambda: content.read(_BYTES), b""))
    except (FileNotFoundError, storage.StorageAwayError):
        return files.keep(None)


def _of_attachment(key: int, values: Mapping[str, Any], files: Files) -> dict[str, str | None]:
    """A file that came in a mail and was never stored by itself; any other is among the files."""
    part = values["mail_part"]
    if part is None or values["file_id"] is not None:
        return dict.fromkeys(FILE_FIELDS)
    message = Attachment.objects.values_list("message", flat=True).get(pk=key)
    raw = OriginalMail.objects.filter(incoming__message=message).first_raw()
    found = parsing.attachment(raw, part) if raw is not None else None
    return files.keep([found[1]] if found else None)


def _put_lines(path: Path, lines: Iterator[str]) -> dict[str, Any]:
    """Write them, and tell how many and what they are."""
    digest, rows, size = hashlib.sha256(), 0, 0
    with path.open("wb") as file:
        for line in lines:
            written = line.encode("utf-8", "replace") + b"\n"
            file.write(written)
            digest.update(written)
            rows, size = rows + 1, size + len(written)
    return {"file": path.name, "rows": rows, "bytes": size, "sha256": digest.hexdigest()}


def _put(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _migrations() -> dict[str, str]:
    """The last migration of each app: which version the fields are those of."""
    found = MigrationRecorder(connection).applied_migrations()
    own = {kind.model._meta.app_label for kind in KINDS}
    return {app: max(name for label, name in found if label == app) for app in sorted(own & {key[0] for key in found})}
