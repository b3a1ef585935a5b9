"""An exact BM25 index over packed terms, held in memory. Pure: knows rows only as positions."""

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_K1 = 1.2
_B = 0.75
_LARGEST_COUNT = 255
_BYTES_A_TERM = 5

type Scores = NDArray[np.float32]


def _hash(term: str) -> int:
    return zlib.crc32(term.encode())


def keys(terms: Iterable[str]) -> list[int]:
    """The distinct terms as PostgreSQL's signed integers."""
    return [int(key) for key in np.array(sorted({_hash(term) for term in terms}), "<u4").view("<i4")]


def keys_in(packed: bytes) -> list[int]:
    """The same of packed terms."""
    return [int(key) for key in np.frombuffer(packed, "<i4", len(packed) // _BYTES_A_TERM)]


def pack(weighted: Iterable[tuple[int, Iterable[str]]]) -> bytes:
    """Terms as bytes for a row: 5 a distinct term, its crc32 and how often it stands there.

    `weighted` pairs how much one occurrence counts (a title's 3, a text's 1) with terms.
    """
    counts: Counter[int] = Counter()
    for weight, terms in weighted:
        for term in terms:
            counts[_hash(term)] += weight
    keys = np.array(sorted(counts), "<u4")
    repeats = np.array([min(counts[int(key)], _LARGEST_COUNT) for key in keys], "u1")
    return keys.tobytes() + repeats.tobytes()


class Index:
    """The postings of all rows. A score is coverage: the share, 0 to 1, of the question's weight that a row answers."""

    def __init__(self, packed: Sequence[bytes]) -> None:
        self.size = len(packed)
        sizes = [len(row) // _BYTES_A_TERM for row in packed]
        keys = _joined([np.frombuffer(row, "<u4", n) for row, n in zip(packed, sizes, strict=True)])
        repeats = _joined([np.frombuffer(row, "u1", n, 4 * n) for row, n in zip(packed, sizes, strict=True)])
        rows = np.repeat(np.arange(self.size, dtype=np.int32), sizes)
        lengths = np.bincount(rows, weights=repeats, minlength=self.size)
        relative = lengths / max(float(lengths.mean()) if self.size else 1.0, 1.0)
        frequency = repeats.astype(np.float32)
        saturated = frequency / (frequency + _K1 * (1 - _B + _B * relative[rows]))
        order = np.argsort(keys, kind="stable")
        self._rows = rows[order]
        self._weights: Scores = saturated[order].astype(np.float32)
        self._keys, first = np.unique(keys[order], return_index=True)
        self._first = np.append(first, len(keys))

    def _postings(self, term: str) -> slice:
        key = _hash(term)
        at = int(np.searchsorted(self._keys, key))
        if at == len(self._keys) or self._keys[at] != key:
            return slice(0, 0)
        return slice(int(self._first[at]), int(self._first[at + 1]))

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency: high for rare terms, highest for unknown ones."""
        postings = self._postings(term)
        found = postings.stop - postings.start
        return math.log(1 + (self.size - found + 0.5) / (found + 0.5))

    def scores(self, query: Mapping[str, float]) -> Scores:
        """The coverage of each row for weighted query terms."""
        total = 0.0
        scores = np.zeros(self.size, np.float32)
        for term, weight in query.items():
            rarity = weight * self.rarity(term)
            total += rarity
            postings = self._postings(term)
            scores[self._rows[postings]] += np.float32(rarity) * self._weights[postings]
        return scores / np.float32(total) if total else scores


def _joined[Number: (np.uint32, np.uint8)](parts: Sequence[NDArray[Number]]) -> NDArray[np.int64]:
    return np.concatenate(parts).astype(np.int64) if parts else np.empty(0, np.int64)
