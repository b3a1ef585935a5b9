"""The words of a language as its articles spell them, and those that are spelled nearly like another. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpcenter.search import terms

# Changes when the same text would give other words.
VERSION = "1"
SHORTEST, LONGEST = 3, 24
_HAN = terms.HAN
# A word of Han characters may have kana within and at its end, which people leave out or put in: 取消, 取り消し.
_WITHIN = "りしいけきえみちれめせげぎびじ"
JAPANESE = re.compile(
    rf"(?P<katakana>[ァ-ヺー]{{{SHORTEST},{LONGEST}}})"
    rf"|(?P<han>[{_HAN}]{{1,8}}(?:[{_WITHIN}][{_HAN}]{{1,4}})*(?:わせ|とし|もり|らせ|[{_WITHIN}])?)"
    rf"|(?P<hiragana>[ぁ-ゖー]{{{SHORTEST},}})"
)
_NOT_HAN = re.compile(f"[^{_HAN}]")

type _Letters = NDArray[np.uint32]


def frame(word: str) -> str:
    """The Han characters of a word, which are the same however much of its kana is written."""
    return _NOT_HAN.sub("", word)


def words_in(text: str) -> set[str]:
    """The distinct words of a text that somebody may mean who spelled another; without numbers and short ones."""
    found = set()
    for kind, _start, run in terms.runs(terms.normal(text)):
        if kind == "word" and SHORTEST <= len(run) <= LONGEST and run.isalpha():
            found.add(run)
        elif kind == "cjk":
            for match in JAPANESE.finditer(run):
                is_long = match.lastgroup == "han" and len(frame(match.group())) > 1
                if (is_long or match.lastgroup == "katakana") and len(match.group()) <= LONGEST:
                    found.add(match.group())
    return found


def packed(words: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The arrays of the words: their letters, the shortest words first, and how many there are of each length."""
    chosen = sorted({word for word in words if len(word) <= LONGEST}, key=lambda word: (len(word), word))
    lengths = np.array([len(word) for word in chosen], np.int64)
    return {
        "letters": np.frombuffer("".join(chosen).encode("utf-32-le"), "<u4"),
        "counts": np.bincount(lengths, minlength=LONGEST + 2).astype(np.int64),
    }


class Spelling:
    """One language's words, ready to be compared. Takes 7 ms of a busy core for 100,000 words, and no time to make."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._letters, counts = arrays["letters"], arrays["counts"]
        self._counts, self._ends = counts, np.cumsum(counts * np.arange(len(counts)))
        self._by_frame: dict[str, list[str]] | None = None

    def _table(self, size: int) -> _Letters:
        """All words of this length, a row each."""
        if not SHORTEST - 1 <= size <= LONGEST:
            return np.empty((0, max(size, 0)), np.uint32)
        table: _Letters = self._letters[self._ends[size - 1] : self._ends[size]].reshape(-1, size)
        return table

    def has(self, word: str) -> bool:
        """Whether a text has this very word."""
        return bool((self._table(len(word)) == _letters(word)).all(axis=1).any())

    def near(self, word: str) -> list[str]:
        """Words with one letter more, less or another, or with two neighbours changed over."""
        asked, size = _letters(word), len(word)
        same, longer, shorter = self._table(size), self._table(size + 1), self._table(size - 1)
        rows = [
            *same[_differ_once(same, asked)],
            *longer[_begin_alike(longer[:, :size], asked) + _end_alike(longer[:, 1:], asked) >= size],
            *shorter[_begin_alike(shorter, asked[:-1]) + _end_alike(shorter, asked[1:]) >= size - 1],
        ]
        return [_word(row) for row in rows]

    def beginning(self, start: str) -> list[str]:
        """Words that go on after these letters."""
        asked = _letters(start)
        tables = (self._table(size) for size in range(len(start) + 1, LONGEST + 1))
        return [_word(row) for table in tables for row in table[(table[:, : len(start)] == asked).all(axis=1)]]

    def written_otherwise(self, word: str) -> list[str]:
        """Words of the same Han characters with more kana or less."""
        if self._by_frame is None:
            self._by_frame = {}
            for size in range(2, LONGEST + 1):
                for each in self._han_words(size):
                    self._by_frame.setdefault(frame(each), []).append(each)
        return [each for each in self._by_frame.get(frame(word), ()) if each != word]

    def _han_words(self, size: int) -> Iterable[str]:
        table = self._table(size)
        return (word for row in table[table[:, 0] >= 0x3400] if frame(word := _word(row)))


def _letters(word: str) -> _Letters:
    return np.frombuffer(word.encode("utf-32-le"), "<u4")


def _word(row: _Letters) -> str:
    return row.tobytes().decode("utf-32-le")


def _differ_once(table: _Letters, asked: _Letters) -> NDArray[np.bool_]:
    other = table != asked
    often = other.sum(axis=1)
    found: NDArray[np.bool_] = often == 1
    for at in np.flatnonzero(often == 2):
        first, second = np.flatnonzero(other[at])
        found[at] = second == first + 1 and np.array_equal(table[at, [second, first]], asked[[first, second]])
    return found


def _begin_alike(table: _Letters, asked: _Letters) -> NDArray[np.int64]:
    alike: NDArray[np.int64] = np.logical_and.accumulate(table == asked, axis=1).sum(axis=1)
    return alike


def _end_alike(table: _Letters, asked: _Letters) -> NDArray[np.int64]:
    return _begin_alike(table[:, ::-1], asked[::-1])
