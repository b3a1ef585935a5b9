"""Plain text into sentences, and the one that answers a question best. Pure; how rare a term is comes from outside."""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from helpcenter.search import terms
from helpcenter.search.scoring import WORDS

# A sentence ends at a line's end, after 。！？, and after . ! ? that white space follows.
_END = re.compile(r"(?<=[。！？])(?![」』）)])|(?<=[.!?])\s+|\n+")
_LONGEST = 320

# A section of more sentences than that is a table or a long list.
_MOST_COMPARED = 40

type Rarity = Callable[[str], float]
type Nearness = Callable[[Sequence[str]], NDArray[np.float32] | None]


def sentences(text: str) -> list[str]:
    """The sentences of a text, trimmed, in order."""
    return [part.strip() for part in _END.split(text) if part and part.strip()]


def coverage(text: str, query: Mapping[str, float], rarity: Rarity, locale: str) -> float:
    """How much of the question's rare words a text holds, weighted; 0 when none."""
    held = set(terms.terms(text, locale))
    return sum(weight * rarity(term) for term, weight in query.items() if term in held)


def best_passage(
    text: str, query: Mapping[str, float], rarity: Rarity, locale: str, *, nearness: Nearness | None = None
) -> str:
    """The best-covering sentence with a neighbour on each side, at most about 320 characters, one line each.

    `nearness` says how near each sentence is by meaning, which then counts as in search.
    """
    parts = sentences(text)
    if not parts:
        return ""
    scores = [coverage(part, query, rarity, locale) for part in parts]
    near = nearness(parts[:_MOST_COMPARED]) if nearness and len(parts) > 1 else None
    if near is not None:
        whole = sum(weight * rarity(term) for term, weight in query.items()) or 1.0
        scores = [float(each) + WORDS * score / whole for each, score in zip(near, scores, strict=False)]
    best = max(range(len(parts)), key=scores.__getitem__)
    first = last = best
    for neighbour in (best + 1, best - 1):
        if not 0 <= neighbour < len(parts):
            continue
        low, high = min(first, neighbour), max(last, neighbour)
        if len("\n".join(parts[low : high + 1])) <= _LONGEST:
            first, last = low, high
    return "\n".join(parts[first : last + 1])
