"""Libraries that the caller's own task searches in place of the readers', to see what a change would do.

Nobody else's search notices: a context variable holds them, and no file or shared place. Knows no rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpcenter.search.index import Library

_instead: ContextVar[Mapping[str, Library] | None] = ContextVar("libraries_instead", default=None)
_briefly: ContextVar[bool] = ContextVar("search_briefly", default=False)


@contextmanager
def searching_in(libraries: Mapping[str, Library]) -> Iterator[None]:
    """Searches of this task go to these libraries, by language; other languages' are the readers' own."""
    before = _instead.set(libraries)
    try:
        yield
    finally:
        _instead.reset(before)


@contextmanager
def briefly() -> Iterator[None]:
    """What is found is the same, while sentences to quote and what else a question says are told by words alone.

    That takes half the time, and nothing that a process would first have to learn for seconds.
    """
    before = _briefly.set(True)
    try:
        yield
    finally:
        _briefly.reset(before)


def library_instead(locale: str) -> Library | None:
    """The one to search in a language in place of the readers', if there is one."""
    return (_instead.get() or {}).get(locale)


def is_rehearsed() -> bool:
    """Whether some library stands in for the readers' own: what is published in this transaction isn't for long."""
    return _instead.get() is not None


def is_brief() -> bool:
    """Whether only what is found counts."""
    return _briefly.get()
