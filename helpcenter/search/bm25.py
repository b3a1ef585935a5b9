"""An exact BM25 index over packed terms, as a handful of arrays. Pure: knows rows only as positions."""

import itertools
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.synonyms import WEIGHT, Meant

_K1 = 1.2
_B = 0.75
_LARGEST_COUNT = 255
_BYTES_A_TERM = 5

_AT_A_TIME = 1000
_NO_KEYS, _NO_REPEATS, _NO_SIZES = np.empty(0, np.uint32), np.empty(0, np.uint8), np.empty(0, np.int32)

type Scores = NDArray[np.float32]
type Arrays = Mapping[str, NDArray[Any]]


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


def postings(packed: Iterable[bytes]) -> dict[str, NDArray[Any]]:
    """The arrays of an index over rows of packed terms, taken a thousand at a time."""
    keys, repeats, sizes = [_NO_KEYS], [_NO_REPEATS], [_NO_SIZES]
    for rows in itertools.batched(packed, _AT_A_TIME):
        counts = np.array([len(row) // _BYTES_A_TERM for row in rows], np.int32)
        keys.append(np.concatenate([np.frombuffer(row, "<u4", n) for row, n in zip(rows, counts, strict=True)]))
        repeats.append(
            np.concatenate([np.frombuffer(row, "u1", n, 4 * n) for row, n in zip(rows, counts, strict=True)])
        )
        sizes.append(counts)
    return _sorted(np.concatenate(keys), np.concatenate(repeats), np.concatenate(sizes))


def starts(ordered: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Of sorted keys the distinct ones, and where each one's begin, with the end behind the last."""
    begins = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    first = np.flatnonzero(begins)
    return ordered[first], np.append(first, len(ordered)).astype(np.int64)


def _sorted(keys: NDArray[np.uint32], repeats: NDArray[np.uint8], sizes: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """By term: the distinct ones, where each one's rows begin, the rows, how often it stands there; by row its length.

    Five bytes for a term in a row: what it weighs there is worked out for the few that a question asks about.
    """
    rows = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    lengths = np.bincount(rows, weights=repeats, minlength=len(sizes))
    relative = lengths / max(float(lengths.mean()) if len(sizes) else 1.0, 1.0)
    order = np.argsort(keys, kind="stable")
    distinct, first = starts(keys[order])
    return {
        "keys": distinct,
        "first": first,
        "rows": rows[order],
        "repeats": repeats[order],
        "length": (_K1 * (1 - _B + _B * relative)).astype(np.float32),
    }


class Index:
    """The postings of all rows. A score is coverage: the share, 0 to 1, of the question's weight that a row answers."""

    def __init__(self, arrays: Arrays) -> None:
        self._keys, self._first = arrays["keys"], arrays["first"]
        self._rows, self._repeats, self._length = arrays["rows"], arrays["repeats"], arrays["length"]
        self.size = len(self._length)

    def _postings(self, term: str) -> slice:
        key = _hash(term)
        at = int(np.searchsorted(self._keys, np.uint32(key)))
        if at == len(self._keys) or self._keys[at] != key:
            return slice(0, 0)
        return slice(int(self._first[at]), int(self._first[at + 1]))

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency: high for rare terms, highest for unknown ones."""
        postings = self._postings(term)
        found = postings.stop - postings.start
        return math.log(1 + (self.size - found + 0.5) / (found + 0.5))

    def often(self, words: Iterable[str]) -> int:
        """In how many rows the rarest of these terms stands; 0 without any."""
        found = (self._postings(term) for term in words)
        return min((postings.stop - postings.start for postings in found), default=0)

    def scores(self, query: Mapping[str, float], meant: Iterable[Meant] = ()) -> Scores:
        """The coverage of each row for weighted query terms; `meant` says which of them have other words for it."""
        total = 0.0
        scores = np.zeros(self.size, np.float32)
        for term, weight in query.items():
            rarity = weight * self.rarity(term)
            total += rarity
            postings = self._postings(term)
            rows, often = self._rows[postings], self._repeats[postings].astype(np.float32)
            scores[rows] += np.float32(rarity) * often / (often + self._length[rows])
        for each in meant:
            self._add(scores, query, each)
        return scores / np.float32(total) if total else scores

    def _add(self, scores: Scores, query: Mapping[str, float], meant: Meant) -> None:
        """Adds to rows that say it in other words what they lack to be as good as those, at their lesser weight."""
        own = {term: query[term] * self.rarity(term) for term in meant.own if term in query}
        whole = np.float32(WEIGHT * sum(own.values()))
        found = [self._all_of(other) for other in meant.others]
        rows = np.unique(np.concatenate([rows for rows, _share in found]))
        best = np.zeros(len(rows), np.float32)
        for held, share in found:
            at = np.searchsorted(rows, held)
            best[at] = np.maximum(best[at], whole * share)
        for term, rarity in own.items():
            best -= np.float32(rarity) * self._share(term, rows)
        scores[rows] += np.maximum(best, 0)

    def _all_of(self, words: Sequence[str]) -> tuple[NDArray[np.int32], Scores]:
        """The rows that have all of these terms, and how much of their weight."""
        rarest = max(words, key=self.rarity)
        rows = self._rows[self._postings(rarest)]
        shares = np.zeros(len(rows), np.float32)
        everywhere, total = np.ones(len(rows), np.bool_), 0.0
        for word in words:
            share, rarity = self._share(word, rows), self.rarity(word)
            everywhere &= share > 0
            shares += np.float32(rarity) * share
            total += rarity
        return rows[everywhere], shares[everywhere] / np.float32(total)

    def _share(self, term: str, rows: NDArray[np.int32]) -> Scores:
        """How much of the term's weight each of these rows has; 0 where it isn't."""
        postings = self._postings(term)
        held = self._rows[postings]
        if not len(held):
            return np.zeros(len(rows), np.float32)
        at = np.minimum(np.searchsorted(held, rows), len(held) - 1)
        often = self._repeats[postings][at].astype(np.float32)
        return np.where(held[at] == rows, often / (often + self._length[rows]), np.float32(0)).astype(np.float32)
