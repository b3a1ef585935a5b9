"""What the doctor says: how one thing stands, and what to do about it. No Django."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a thing stands."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in plain words, and what to do where it isn't good."""

    level: Level
    about: str
    words: str
    mend: str = ""


def good(about: str, words: str) -> Found:
    """It stands as it should."""
    return Found(Level.GOOD, about, words)


def doubtful(about: str, words: str, mend: str) -> Found:
    """It may do, or couldn't be seen from here."""
    return Found(Level.DOUBTFUL, about, words, mend)


def bad(about: str, words: str, mend: str) -> Found:
    """Mail is lost or refused for it."""
    return Found(Level.BAD, about, words, mend)
