"""How sure it is that what was found answers the question. Pure: no Django, no database.

A search always finds something. What a question is not about shows in what it shares with the best article, with the
next ones, and with questions that are no help center's (elsewhere.toml). The weights were fitted on one half of
bench/fin and judged on the other: docs/decisions/0032-when-fin-says-nothing.md.
"""

import functools
import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

_WEIGHTS = Path(__file__).parent / "certainty.toml"
_ELSEWHERE = Path(__file__).parent / "elsewhere.toml"
# By words alone: a passage that covers less of the question is about something else.
_LEAST_BY_WORDS = 0.15


def by_words(score: float) -> float:
    """From the share of the question's words that the passage has; half is where it begins to be about it."""
    return min(1.0, score / (2 * _LEAST_BY_WORDS))


def by_meaning(features: Mapping[str, float], *, own_language: bool) -> float:
    """From what was measured of the best article; 0.5 is where it begins to answer.

    Raises KeyError when a feature is missing.
    """
    weights = _weights()["own" if own_language else "other"]
    total = weights["base"] + sum(weights[name] * features[name] for name in weights if name != "base")
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def is_gibberish(text: str) -> bool:
    """Whether somebody only tried the keys: nothing but one letter or two, again and again."""
    letters = [letter for letter in text.casefold() if letter.isalnum()]
    return len(letters) > 3 and len(set(letters)) <= 2


def named_elsewhere(text: str) -> tuple[str, ...]:
    """The other companies and products that the text names, folded as `elsewhere.toml` has them."""
    folded = text.casefold()
    return tuple(name for name in elsewhere()["names"] if _stands_in(name, folded))


@functools.cache
def elsewhere() -> dict[str, list[str]]:
    """Questions and names that aren't this site's."""
    found: dict[str, list[str]] = tomllib.loads(_ELSEWHERE.read_text())
    return found


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = tomllib.loads(_WEIGHTS.read_text())
    return found


def _stands_in(name: str, folded: str) -> bool:
    """As a word of its own where words stand apart: "grab" isn't in "grabbed"."""
    at = folded.find(name)
    while at >= 0:
        before, after = folded[at - 1 : at], folded[at + len(name) : at + len(name) + 1]
        if not name.isascii() or not (_is_latin(before) or _is_latin(after)):
            return True
        at = folded.find(name, at + 1)
    return False


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
