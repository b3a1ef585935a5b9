"""What later records of an export refer to, in a file that goes with the run: an export has more people than memory.

Nothing of it is kept: it is made anew by each run, from the export. No Django.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from moving.values import NOBODY, Person, Raw


class Lookup:
    """People and organisations by the desk's ids, and comments that stand in files of their own, by their ticket's."""

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="moving-")
        self._rows = sqlite3.connect(Path(self._folder.name) / "lookup.sqlite3", isolation_level=None)
        # Nothing to keep when the machine stops.
        self._rows.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE one (kind TEXT, id TEXT, value TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;"
            "CREATE TABLE many (kind TEXT, id TEXT, value TEXT); CREATE INDEX many_of ON many (kind, id);"
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()
        self._folder.cleanup()

    def know_people(self, people: Iterable[Person]) -> None:
        """Know these from now on; an agent stays one."""
        for each in people:
            is_agent = each.is_agent or self.person(each.id).is_agent
            known = json.dumps(asdict(each) | {"is_agent": is_agent})
            self._rows.execute("INSERT OR REPLACE INTO one VALUES ('person', ?, ?)", [each.id, known])

    def person(self, identifier: str) -> Person:
        """Who has this id; nobody where the export doesn't say."""
        found = self._one("person", identifier)
        return Person(**json.loads(found)) if found else NOBODY

    def know_names(self, kind: str, names: Iterable[tuple[str, str]]) -> None:
        """Know what these ids are called."""
        self._rows.executemany(
            "INSERT OR REPLACE INTO one VALUES (?, ?, ?)", [(kind, each, name) for each, name in names]
        )

    def name(self, kind: str, identifier: str) -> str:
        return self._one(kind, identifier)

    def know_comments(self, comments: Iterable[tuple[str, Raw]]) -> None:
        """Keep these beside, each by its ticket's id."""
        self._rows.executemany(
            "INSERT INTO many VALUES ('comment', ?, ?)", [(each, json.dumps(raw)) for each, raw in comments]
        )

    def comments(self, ticket: str) -> list[Raw]:
        """Those of this ticket, as they came."""
        found = self._rows.execute("SELECT value FROM many WHERE kind = 'comment' AND id = ? ORDER BY rowid", [ticket])
        return [json.loads(value) for (value,) in found]

    def _one(self, kind: str, identifier: str) -> str:
        found = self._rows.execute("SELECT value FROM one WHERE kind = ? AND id = ?", [kind, identifier]).fetchone()
        return str(found[0]) if found else ""
