"""What the letters and words of a sentence say of one question, learned from examples: slips and half words too.

Beside the sentence encoder, which knows what a sentence is about and stumbles over slips and slang. No Django.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from messenger.fin.wording import UNSPACED, even

type Floats = npt.NDArray[np.floating[Any]]
type Ints = npt.NDArray[np.integer[Any]]

# Pieces share this many places; two that meet in one are rarely both of weight.
_PLACES = 1 << 16
_STEPS = 60
_RATE, _SIMPLE = 0.5, 1e-5
# How much a sentence's pieces together may say.
_SCALE = 4.0
_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Letters:
    """What each piece says, from which side how often, and what is said of nothing at all."""

    weights: Floats
    rarity: Floats
    base: float

    def score(self, text: str) -> float:
        """Above 0 for what is more like the examples of it than like the others; about -8 to 8."""
        at = _places(text)
        return float(self.weights[at] @ _values(at, self.rarity)) + self.base


def learn(texts: Sequence[str], is_one: Sequence[bool]) -> Letters:
    """Logistic regression by whole steps; the same for the same examples, to the last digits."""
    places = [_places(text) for text in texts]
    wanted = np.asarray(is_one, np.float64)
    seen = np.bincount(np.concatenate(places), minlength=_PLACES)
    rarity = np.log((1 + len(texts)) / (1 + seen)) / np.log(1 + len(texts))
    at = np.concatenate(places)
    value = np.concatenate([_values(each, rarity) for each in places])
    row = np.repeat(np.arange(len(places)), [len(each) for each in places])
    # As much is made of the fewer ones as of the others, half-way.
    weigh = np.where(wanted == 1, np.sqrt((wanted == 0).sum() / max((wanted == 1).sum(), 1)), 1.0)
    weights, moved, base = np.zeros(_PLACES), np.full(_PLACES, 1e-6), 0.0
    for _step in range(_STEPS):
        score = np.bincount(row, weights[at] * value, minlength=len(places)) + base
        off = weigh * (1 / (1 + np.exp(-score)) - wanted)
        slope = np.bincount(at, off[row] * value, minlength=_PLACES) / len(places) + _SIMPLE * weights
        moved += slope * slope
        weights -= _RATE * slope / np.sqrt(moved)
        base -= 0.5 * float(off.mean())
    return Letters(weights, rarity, base)


def _places(text: str) -> Ints:
    """Where a sentence's pieces stand: its words, neighbouring words, and runs of three or four letters."""
    sentence = even(text)
    words = sentence.split()
    pieces = {f"w{word}" for word in words}
    pieces |= {f"b{first} {second}" for first, second in zip(["^", *words], [*words, "$"], strict=True)}
    pieces |= {f" {word} "[at : at + long] for word in words for long in (3, 4) for at in range(len(word) + 3 - long)}
    if _UNSPACED.search(sentence):
        pieces |= {sentence[at : at + long] for long in (1, 2) for at in range(len(sentence) + 1 - long)}
    return np.array(sorted({zlib.crc32(piece.encode()) % _PLACES for piece in pieces}), np.int64)


def _values(at: Ints, rarity: Floats) -> Floats:
    """Rare pieces say more; a long sentence says no more than a short one."""
    found = rarity[at]
    return _SCALE * found / max(float(np.linalg.norm(found)), 1e-9)
