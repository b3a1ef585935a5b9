"""The last good form of each reader page in the var folder, for when the database is away. Shared by all processes."""

import hashlib
import json
import logging
import os
from pathlib import Path

from helpcenter.reading.store import Page, make_page

logger = logging.getLogger(__name__)

# What make_page adds itself.
_MADE = frozenset({"Content-Encoding", "Content-Length", "ETag", "Vary"})


class PageFiles:
    """One file a page: its headers as a line of JSON, then its body. Read only when a page can't be made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _file(self, key: tuple[str, ...]) -> Path:
        return self._folder / hashlib.sha256("\0".join(key).encode()).hexdigest()

    def put(self, key: tuple[str, ...], page: Page) -> None:
        """Keeps the page; a disk that refuses is logged, for readers have their page all the same."""
        plain = page.variant("")
        headers = {name: value for name, value in plain.headers if name not in _MADE}
        file = self._file(key)
        part = file.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(json.dumps(headers).encode() + b"\n" + plain.body)
            part.replace(file)
        except OSError:
            logger.warning("A page can't be kept in %s.", self._folder, exc_info=True)

    def drop(self, key: tuple[str, ...]) -> None:
        """Forgets a page that isn't there any more."""
        try:
            self._file(key).unlink(missing_ok=True)
        except OSError:
            logger.warning("A page can't be removed from %s.", self._folder, exc_info=True)

    def get(self, key: tuple[str, ...]) -> Page | None:
        """The page as some process last made it, however long ago."""
        try:
            head, _line, body = self._file(key).read_bytes().partition(b"\n")
            headers = json.loads(head)
        except (OSError, ValueError):  # never kept, or cut short by a power cut
            return None
        return make_page(body, headers, ())
