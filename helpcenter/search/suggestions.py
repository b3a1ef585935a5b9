"""“Did you mean”: known phrases that look like what was typed. Pure; similarity of letters, not of meaning."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.bm25 import starts
from helpcenter.search.terms import normal

_LEAST = 0.34
# FNV's way to mix letters into one number; a pair begins otherwise than a triple.
_PRIME, _PAIR, _TRIPLE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xCBF29CE484222325), np.uint64(0x84222325CBF29CE4)
_NOWHERE, _NOBODY = np.empty(0, np.int64), np.empty(0, np.int32)
# Katakana to hiragana, since people search before they have converted what they typed.
_KANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}


def _marked(phrase: str) -> str:
    """As its letters are compared, with the ends marked by a space."""
    return f" {normal(phrase).translate(_KANA).strip()} "


def _grams(phrases: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Pairs and triples of letters, each once a phrase: which phrase, and a hash. Words of kana and Han are short."""
    texts = [_marked(phrase) for phrase in phrases]
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4").astype(np.uint64)
    of = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) for text in texts])
    found = []
    for size, factor in ((2, _PAIR), (3, _TRIPLE)):
        starts = np.flatnonzero(of[: len(of) - size + 1] == of[size - 1 :]) if len(of) >= size else _NOWHERE
        mixed = np.full(len(starts), factor)
        for place in range(size):
            mixed = (mixed ^ letters[starts + place]) * _PRIME
        found.append((of[starts] << np.uint64(32)) | (mixed >> np.uint64(32)))
    both = np.concatenate(found)
    both.sort()  # by hashing, as np.unique does it, this takes ten times as long
    both = both[np.append(True, both[1:] != both[:-1])] if len(both) else both
    return (both >> np.uint64(32)).astype(np.int32), (both & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def packed(phrases: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The arrays of the phrases: their letters, and by pair and triple which of them hold it."""
    texts = sorted(set(phrases))
    rows, keys = _grams(texts)
    order = np.argsort(keys, kind="stable")
    distinct, first = starts(keys[order])
    encoded = [text.encode() for text in texts]
    return {
        "letters": np.frombuffer(b"".join(encoded), np.uint8),
        "ends": np.cumsum([0, *map(len, encoded)]).astype(np.int64),
        "sizes": np.bincount(rows, minlength=len(texts)).astype(np.int32),
        "keys": distinct,
        "first": first,
        "rows": rows[order],
    }


class Suggestions:
    """The phrases of one language, ready to be compared."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._letters, self._ends, self._sizes = arrays["letters"], arrays["ends"], arrays["sizes"]
        self._keys, self._first, self._rows = arrays["keys"], arrays["first"], arrays["rows"]

    def _phrase(self, row: int) -> str:
        return self._letters[self._ends[row] : self._ends[row + 1]].tobytes().decode()

    def _holders(self, keys: NDArray[np.uint32]) -> NDArray[np.int32]:
        """The phrases that hold one of these pairs and triples, once for each."""
        keys = keys[np.isin(keys, self._keys)]
        held = [self._rows[self._first[at] : self._first[at + 1]] for at in np.searchsorted(self._keys, keys)]
        return np.concatenate(held or [_NOBODY])

    def closest(self, query: str, limit: int = 3) -> list[str]:
        """The most similar phrases, best first; none when nothing is alike (Dice coefficient under 0.34)."""
        _row, grams = _grams([query])
        rows, shared = np.unique(self._holders(grams), return_counts=True)
        alike = 2 * shared / (len(grams) + self._sizes[rows])
        best = np.lexsort((rows, -alike))[: limit + 1]
        typed = normal(query).strip()
        found = [self._phrase(int(rows[at])) for at in best if alike[at] >= _LEAST]
        return [phrase for phrase in found if normal(phrase) != typed][:limit]
