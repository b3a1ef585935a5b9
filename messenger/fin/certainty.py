"""How sure it is that what was found answers the question. Pure: no Django, no database.

A search always finds something. What a question is not about shows in how near it is to what people ask of the best
article, of the next ones, and of nobody. The weights were fitted on one half of bench/fin and judged on the other:
docs/decisions/0034-learned-from-questions.md.
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
# By meaning without knowing what nobody answers: the same of the nearest question or section.
_LEAST_NEAR = 0.35


def of(features: Mapping[str, float]) -> float:
    """From what was measured of the best article; 0.5 is where it begins to answer.

    Where what nobody answers isn't known by its meaning, how near the article is decides, else the share of the
    question's words. Raises KeyError when a feature is missing.
    """
    if "neighbours" in features:
        return _by_meaning(features)
    if "nearest" in features:
        return min(1.0, max(0.0, features["nearest"], features["section"]) / (2 * _LEAST_NEAR))
    # What nobody answers must not have more of the words.
    if features["nobody_words"] > features["words"]:
        return 0.0
    return min(1.0, features["words"] / (2 * _LEAST_BY_WORDS))


def _by_meaning(features: Mapping[str, float]) -> float:
    weights = _weights()
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
    """Names of products that aren't this site's."""
    found: dict[str, list[str]] = tomllib.loads(_ELSEWHERE.read_text())
    return found


@functools.cache
def _weights() -> dict[str, float]:
    found: dict[str, float] = tomllib.loads(_WEIGHTS.read_text())
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
