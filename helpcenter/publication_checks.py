"""What is asked before readers see a change: how it would be answered then. Who can tell is named by the settings.

A check never forbids anything, and one that fails or takes too long is told as such.
"""

import functools
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from helpcenter.actions.rehearsing import Change

logger = logging.getLogger(__name__)

# Seconds that an editor is kept waiting at most, roughly: what has begun is ended.
MOST_SECONDS = 8.0
# More changes than these at once aren't looked at: one action of a list may have hundreds.
MOST_CHANGES = 20


class Trouble(StrEnum):
    """Why a check says less than it might."""

    NONE = ""
    TIME = "time"
    TOO_MANY = "too_many"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Line:
    """A question that is answered otherwise afterwards: what is right, and what is said before and after."""

    text: str
    locale: str
    wanted: str | Promise
    before: str | Promise
    after: str | Promise
    path: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What the changes do. `asked` of the `near` questions were asked, of `known` in all; `seconds` it took."""

    known: int = 0
    near: int = 0
    asked: int = 0
    worse: Sequence[Line] = ()
    better: Sequence[Line] = ()
    seconds: float = 0.0
    trouble: Trouble = Trouble.NONE

    @property
    def unchanged(self) -> int:
        """How many are right or wrong as before."""
        return self.asked - len(self.worse) - len(self.better)


class Check(Protocol):
    """Looks at changes before they are published."""

    def look_at(self, changes: Sequence[Change], until: float) -> Report:
        """What they do. Stops soon after `until`, a time of time.monotonic()."""


@functools.cache
def _check(name: str) -> Check | None:
    found: Check | None = import_string(name)() if name else None
    return found


def look_at(changes: Sequence[Change]) -> Report | None:
    """What these changes do to what is asked; None where nobody can tell. Raises nothing."""
    check = _check(settings.PUBLICATION_CHECK)
    if check is None or not changes:
        return None
    if len(changes) > MOST_CHANGES:
        return Report(trouble=Trouble.TOO_MANY)
    try:
        return check.look_at(changes, time.monotonic() + MOST_SECONDS)
    except Exception:  # whatever it is, it is no reason not to publish
        logger.exception("A change can't be checked before its publication.")
        return Report(trouble=Trouble.FAILED)
