"""Who acts where no member of staff does: an automation by its name, and what it was caused by.

Kept beside the call, not in each action's arguments: whatever an action leads to (a status, an event, another cause) is
signed and counted the same, and no action can forget to hand it on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tickets.machines import signed


@dataclass(frozen=True, slots=True)
class Acting:
    """An automation at work: its name, the cause that it shares with all that follows, and how far that has gone."""

    name: str
    cause: str
    depth: int


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting_as(acting: Acting) -> Iterator[None]:
    """Sign what happens inside as done by this automation."""
    token = _acting.set(acting)
    try:
        yield
    finally:
        _acting.reset(token)


def now_acting() -> Acting | None:
    """The automation at work, or None while people are."""
    return _acting.get()


def signature() -> str:
    """How the automation at work signs, or ""."""
    acting = _acting.get()
    return signed(acting.name) if acting else ""
