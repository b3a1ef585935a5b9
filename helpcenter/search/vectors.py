"""Vectors of articles as bytes for rows, and scored for a question. Pure: knows rows only as positions.

A row's vectors stand in this order: its title, its summary, its whole text, its sections, its questions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = 512
_TITLE, _SUMMARY, _TEXT, _SECTIONS = range(4)
# Up to so many, all vectors are compared with a question; of more, those of the rows that may be near.
ALL_UP_TO = 5_000
# So many of the vectors whose signs are likest, and any as like as the last, lead to the rows that are compared.
_LIKELY = 300
_NOTHING = -1.0
# How much more a nearer question counts; measured from 10 to 40.
SHARPNESS = 20.0
_COLUMNS = SIZE // 64

type Arrays = Mapping[str, NDArray[Any]]
type Cosines = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Nearness:
    """The cosines of a question with what each row has; -1 where there is none.

    `heat` is the sum of exp(20 · cosine) over the row's `asked` questions. `known` are the rows that were compared,
    `without` those that have no vectors.
    """

    title: Cosines
    summary: Cosines
    text: Cosines
    section: Cosines
    question: Cosines
    heat: Cosines
    asked: NDArray[np.int32]
    known: NDArray[np.bool_]
    without: NDArray[np.bool_]
    sections: Cosines


def count(packed: bytes) -> int:
    """How many vectors these bytes hold."""
    return len(packed) // SIZE


def products(table: NDArray[np.int8], vector: NDArray[np.float32]) -> Cosines:
    """Each row's product with the vector, in this thread: BLAS would wake others, which takes 50 times as long."""
    found: Cosines = np.einsum("ij,j->i", table.astype(np.float32), vector)
    return found


def joined(rows: Iterable[tuple[bytes, int]]) -> dict[str, NDArray[Any]]:
    """The arrays of an index over rows of packed vectors, each with how many of them are of sections."""
    held = list(rows)
    values = np.frombuffer(b"".join(packed for packed, _sections in held), np.int8)
    table = values.reshape(-1, SIZE)
    norms = np.empty(len(table), np.float32)
    for start in range(0, len(table), ALL_UP_TO):
        norms[start : start + ALL_UP_TO] = np.linalg.norm(table[start : start + ALL_UP_TO].astype(np.float32), axis=1)
    return {
        "values": values,
        "norms": np.maximum(norms, 1),
        # The first 64 of all, then the next of all: a column is compared as fast as it is read.
        "signs": np.packbits(table > 0, axis=1).view(np.uint64).reshape(-1, _COLUMNS).T.reshape(-1),
        "first": np.cumsum([0, *(count(packed) for packed, _sections in held)]).astype(np.int64),
        "sections": np.array([sections for _packed, sections in held], np.int32),
    }


class Index:
    """The vectors of all rows, and which of them are what."""

    def __init__(self, arrays: Arrays) -> None:
        self._table = arrays["values"].reshape(-1, SIZE)
        self._norms, self._signs = arrays["norms"], arrays["signs"].reshape(_COLUMNS, -1)
        self._first, self._sections = arrays["first"], arrays["sections"]
        self.size = len(self._sections)
        self._counts = np.diff(self._first)
        self._first_section = np.cumsum([0, *self._sections]).astype(np.int64)

    def __bool__(self) -> bool:
        return len(self._table) > 0

    def nearness(self, question: NDArray[np.float32], rows: NDArray[np.int64]) -> Nearness:
        """How near the question is to each row; of a large index only to these rows and the likeliest."""
        few = len(self._table) <= ALL_UP_TO
        rows = np.arange(self.size) if few else np.union1d(rows, self._likely(question))
        rows = rows[self._counts[rows] > 0]
        counts = self._counts[rows]
        of = np.repeat(rows, counts)
        place = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
        cosines = self._cosines(question, self._first[of] + place)
        sections = (place >= _SECTIONS) & (place < _SECTIONS + self._sections[of])
        each_section = np.full(int(self._first_section[-1]), _NOTHING, np.float32)
        each_section[self._first_section[of[sections]] + place[sections] - _SECTIONS] = cosines[sections]
        questions = place >= _SECTIONS + self._sections[of]
        asked = np.bincount(of[questions], minlength=self.size).astype(np.int32)
        heats = np.exp(SHARPNESS * cosines[questions])
        known = np.zeros(self.size, np.bool_)
        known[rows] = True
        return Nearness(
            title=self._largest(of, cosines, place == _TITLE),
            summary=self._largest(of, cosines, place == _SUMMARY),
            text=self._largest(of, cosines, place == _TEXT),
            section=self._largest(of, cosines, sections),
            question=self._largest(of, cosines, questions),
            heat=np.bincount(of[questions], weights=heats, minlength=self.size).astype(np.float32),
            asked=asked,
            known=known,
            without=self._counts == 0,
            sections=each_section,
        )

    def _cosines(self, question: NDArray[np.float32], at: NDArray[np.int64]) -> Cosines:
        return np.divide(products(self._table[at], question), self._norms[at]).astype(np.float32)

    def _largest(self, of: NDArray[np.int64], cosines: Cosines, which: NDArray[np.bool_]) -> Cosines:
        found = np.full(self.size, _NOTHING, np.float32)
        np.maximum.at(found, of[which], cosines[which])
        return found

    def _likely(self, question: NDArray[np.float32]) -> NDArray[np.int64]:
        """Rows with a vector whose signs are likest the question's: a cheap look at all of them."""
        differing = np.zeros(self._signs.shape[1], np.uint16)
        for column, signs in zip(self._signs, np.packbits(question > 0).view(np.uint64), strict=True):
            differing += np.bitwise_count(column ^ signs)
        most = int(np.searchsorted(np.cumsum(np.bincount(differing, minlength=SIZE)), _LIKELY))
        nearest = np.flatnonzero(differing <= most)
        found: NDArray[np.int64] = np.unique(np.searchsorted(self._first, nearest, side="right") - 1)
        return found
