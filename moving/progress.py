"""How far a run is, on one line that grows; where nobody looks, a line for each tenth. No Django."""

import sys
import time
from typing import IO, TextIO

_WIDTH = 30
# Seconds between two drawings.
_EVERY = 0.2


class Progress:
    """A bar of so many units, bytes or rows, on standard error."""

    def __init__(self, what: str, total: int, out: TextIO | None = None) -> None:
        self._what, self._total = what, max(total, 1)
        self._out = out or sys.stderr
        self._drawn, self._tenth, self.done = 0.0, 0, 0

    def at(self, done: int, words: str) -> None:
        """So much is done; `words` stand behind the bar."""
        self.done = min(done, self._total)
        if not self._out.isatty():
            tenth = 10 * self.done // self._total
            if tenth > self._tenth:
                self._tenth = tenth
                print(f"{self._what}: {tenth * 10} %, {words}", file=self._out, flush=True)
        elif (now := time.monotonic()) - self._drawn > _EVERY:
            self._drawn = now
            self._draw(words)

    def end(self, words: str) -> None:
        """All of it is done."""
        self.done = self._total
        if self._out.isatty():
            self._draw(words)
            print(file=self._out)

    def _draw(self, words: str) -> None:
        filled = _WIDTH * self.done // self._total
        bar = "#" * filled
        print(f"\r{self._what:>10} [{bar:<{_WIDTH}}] {words}\033[K", end="", file=self._out, flush=True)


class Counted:
    """A stream that says how much of it was read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.read_so_far = stream, 0

    def read(self, size: int = -1) -> bytes:
        found = self._stream.read(size)
        self.read_so_far += len(found)
        return found

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    # As TextIOWrapper asks for.
    read1 = read
    closed = False

    def flush(self) -> None:
        """Nothing is written here."""

    def close(self) -> None:
        """Whoever opened it closes it."""
