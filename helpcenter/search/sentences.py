"""Plain text into sentences, and the one that answers a question best. Pure; how rare a term is comes from outside."""

import re
from collections.abc import Callable, Mapping

from helpcenter.search import terms

# A sentence ends at a line's end, after 。！？, and after . ! ? that white space follows.
_END = re.compile(r"(?<=[。！？])(?![」』）)])|(?<=[.!?])\s+|\n+")
_LONGEST = 320

type Rarity = Callable[[str], float]


def sentences(text: str) -> list[str]:
    """The sentences of a text, trimmed, in order."""
    return [part.strip() for part in _END.split(text) if part and part.strip()]


def coverage(text: str, query: Mapping[str, float], rarity: Rarity, locale: str) -> float:
    """How much of the question's rare words a text holds, weighted; 0 when none."""
    held = set(terms.terms(text, locale))
    return sum(weight * rarity(term) for term, weight in query.items() if term in held)


def best_passage(text: str, query: Mapping[str, float], rarity: Rarity, locale: str) -> str:
    """The best-covering sentence with a neighbour on each side, at most about 320 characters, one line each."""
    parts = sentences(text)
    if not parts:
        return ""
    scores = [coverage(part, query, rarity, locale) for part in parts]
    best = max(range(len(parts)), key=scores.__getitem__)
    first = last = best
    for neighbour in (best + 1, best - 1):
        if not 0 <= neighbour < len(parts):
            continue
        low, high = min(first, neighbour), max(last, neighbour)
        if len("\n".join(parts[low : high + 1])) <= _LONGEST:
            first, last = low, high
    return "\n".join(parts[first : last + 1])
