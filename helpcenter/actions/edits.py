"""Two people at one row: the second to save is told what the first has written. Compares; writes nothing."""

from typing import Protocol


class StaleEditError(Exception):
    """The row isn't any more what its editor saw when they began."""


class Fingerprinted(Protocol):
    """A row that says what stands in it."""

    @property
    def fingerprint(self) -> str: ...


def check_seen(row: Fingerprinted, seen: str | None) -> None:
    """Raises StaleEditError when `seen`, the fingerprint that an editor began with, isn't the row's own."""
    if seen is not None and seen != row.fingerprint:
        raise StaleEditError
