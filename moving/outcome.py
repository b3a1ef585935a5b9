"""What came of a run: how many records of each kind were made, were here, or stayed out, and why. No Django."""

import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from moving.values import Kind

# So many of the failed ones are listed in the end; all of them stand in the file.
LISTED = 20


class Outcome:
    """Counts, and a file beside the export with a line for each record that isn't here whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in (*map(str, Kind), "file")}
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.failed: list[str] = []

    def __enter__(self) -> Self:
        self._file = self.path.open("w", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def made(self, kind: str, number: int = 1) -> None:
        self._add(kind, "made", number)

    def here(self, kind: str, number: int = 1) -> None:
        """They were moved in before."""
        self._add(kind, "here already", number)

    def known(self, kind: str, number: int) -> None:
        """They become no rows: their tickets say who they are."""
        self._add(kind, "known by their tickets", number)

    def skipped(self, kind: str, identifier: str, why: str) -> None:
        """It isn't moved in, for a reason that isn't a fault."""
        self.counts[kind]["skipped"] += 1
        self.reasons[kind, why] += 1
        self._write(kind, identifier, "skipped", why)

    def fell_out(self, kind: str, identifier: str, why: str) -> None:
        """It couldn't be read or written."""
        self.counts[kind]["failed"] += 1
        if len(self.failed) < LISTED:
            self.failed.append(f"{kind} {identifier}: {why}")
        self._write(kind, identifier, "failed", why)

    def incomplete(self, kind: str, identifier: str, why: str) -> None:
        """It is here, but for a part of it."""
        self.counts[kind]["incomplete"] += 1
        self._write(kind, identifier, "incomplete", why)

    @property
    def failures(self) -> int:
        return sum(each["failed"] for each in self.counts.values())

    def lines(self, *, dry: bool) -> list[str]:
        """What is said in the end."""
        names = {"made": "would be made"} if dry else {}
        said = []
        for kind, counts in self.counts.items():
            if counts:
                parts = (f"{number:,} {names.get(what, what)}" for what, number in counts.items())
                said.append(f"{kind}: {', '.join(parts)}")
        said += [f"  skipped {number:,} × {kind}: {why}" for (kind, why), number in self.reasons.most_common(LISTED)]
        said += [f"  failed {each}" for each in self.failed]
        return said

    def _add(self, kind: str, what: str, number: int) -> None:
        if number:
            self.counts[kind][what] += number

    def _write(self, kind: str, identifier: str, what: str, why: str) -> None:
        line = {"kind": kind, "id": identifier, "what": what, "why": why}
        print(json.dumps(line, ensure_ascii=False), file=self._file, flush=True)
