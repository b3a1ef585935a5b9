"""Texts as rows of 512 signs, of which the more are the same the likelier two texts are. Pure: no Django.

Of a vector by meaning only the signs are kept: they take a sixteenth of its room, a database counts differing ones of
a hundred thousand rows in the time of a page, and nobody reads a text from them.
"""

import hashlib
import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

SIZE = 512
# What the words count beside the meaning, where both are known.
WORDS = 0.35
# Less alike than this, two texts share little but the language. By words alone more is wanted.
ALIKE, ALIKE_BY_WORDS = 0.34, 0.2


def of_vector(vector: NDArray[np.generic]) -> str:
    """The signs of a vector with SIZE numbers, as 0 and 1."""
    return "".join("1" if each > 0 else "0" for each in vector.tolist())


def of_words(weights: Mapping[str, float]) -> str | None:
    """The signs of what words come to together: each has SIZE signs by chance, and the majority by weight counts."""
    if not weights:
        return None
    total = np.zeros(SIZE, np.float64)
    for word, weight in weights.items():
        bits = np.unpackbits(np.frombuffer(hashlib.sha512(word.encode(errors="replace")).digest(), np.uint8))
        total += weight * (bits.astype(np.float64) - 0.5)
    return of_vector(total)


def likeness(differing: int | None) -> float:
    """About the cosine of two vectors of which so many signs differ; 0 where it isn't known."""
    return math.cos(math.pi * min(differing, SIZE) / SIZE) if differing is not None else 0.0


def together(meaning: int | None, words: int | None) -> float:
    """How alike two texts are, from the signs that differ; 0 where that says nothing."""
    by_words = max(0.0, likeness(words))
    if meaning is None:
        return by_words if by_words >= ALIKE_BY_WORDS else 0.0
    score = (1 - WORDS) * max(0.0, likeness(meaning)) + WORDS * by_words
    return score if score >= ALIKE else 0.0
