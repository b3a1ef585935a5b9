"""An export as it was downloaded: a folder, a ZIP, or one file. Nothing is unpacked, and no name leads out of it.

No Django.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile

from moving.values import BrokenError

ENDINGS = (".json", ".jsonl", ".ndjson", ".xml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in it: where, and how many bytes."""

    path: str
    size: int

    @property
    def name(self) -> str:
        """The last part, in small letters."""
        return PurePosixPath(self.path).name.lower()


class Archive:
    """What can be read of an export. Raises BrokenError where there is nothing to read."""

    def __init__(self, path: Path) -> None:
        self._path, self._zip = path, None
        if not path.exists():
            raise BrokenError(f"{path} isn't there.")
        try:
            if path.is_file() and is_zipfile(path):
                self._zip = ZipFile(path)
        except (BadZipFile, OSError) as error:
            raise BrokenError(f"{path} can't be read: {error}") from error
        self.entries = {entry.path: entry for entry in self._entries()}

    def records(self) -> list[Entry]:
        """The files that may have records, by their names: parts of one kind in their order."""
        found = [entry for entry in self.entries.values() if entry.name.endswith(ENDINGS)]
        return sorted((each for each in found if "/attachments/" not in f"/{each.path}"), key=_order)

    @contextmanager
    def open(self, entry: Entry) -> Iterator[IO[bytes]]:
        """The bytes of a file, to be read from the beginning on."""
        stream: IO[bytes]
        if self._zip is not None:
            stream = self._zip.open(entry.path)
        else:
            stream = (self._path if self._path.is_file() else self._path / entry.path).open("rb")
        with stream:
            yield stream

    def read(self, place: str, most: int) -> bytes | None:
        """A file's bytes, one more than `most` at most; None where there is no such file."""
        entry = self.entries.get(place) or self.entries.get(f"{self._root}{place}")
        if entry is None:
            return None
        with self.open(entry) as stream:
            return stream.read(most + 1)

    @property
    def _root(self) -> str:
        """The folder that a ZIP has everything in, if it has."""
        first = {path.partition("/")[0] for path in self.entries}
        return f"{first.pop()}/" if len(first) == 1 and all("/" in path for path in self.entries) else ""

    def _entries(self) -> Iterator[Entry]:
        if self._zip is not None:
            for each in self._zip.infolist():
                if not each.is_dir() and not each.filename.startswith("__MACOSX/"):
                    yield Entry(each.filename, each.file_size)
        elif self._path.is_file():
            yield Entry(self._path.name, self._path.stat().st_size)
        else:
            for path in sorted(self._path.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    yield Entry(path.relative_to(self._path).as_posix(), path.stat().st_size)


def _order(entry: Entry) -> tuple[str, int, str]:
    """Tickets2 before Tickets10."""
    stem = entry.path.rpartition(".")[0]
    letters = stem.rstrip("0123456789")
    return letters.lower(), int(stem[len(letters) :] or 0), entry.path
