"""How near rows are to a question, by words and by meaning. Pure: no Django, knows rows as positions.

What each part is worth was measured: docs/decisions/0030-meaning-beside-words.md.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpcenter.search import terms
from helpcenter.search.vectors import Nearness

type Scores = NDArray[np.float32]

# What a word's coverage weighs beside the cosine; more where the words themselves are what is looked for.
WORDS, EXACT_WORDS = 0.5, 1.5
# The cosine of what has no vectors yet, published just now, is taken from its coverage.
_INSTEAD = np.float32(0.6)
_QUOTED = re.compile(r"""["“„«「『].+["”“»」』]""")
# A name, a number or a word of a program: digits, underscores, nothing but capitals.
_CODE = re.compile(r"(?=.*[\d_])[\w.:/#-]+|[A-Z]{2,8}", re.ASCII)
_LONGEST_CODES = 3
# More letters than these, written without spaces, or with endings of kana, are a sentence.
_LONGEST_WORD = 6
_HIRAGANA = re.compile(r"[\u3041-\u3096]")


class Found(NamedTuple):
    """A row for a question: its `score` from 0 to 1, and the `total` that rows are ranked by.

    Where words alone count there is no `cosine`, and score, total and coverage are one.
    """

    row: int
    score: float
    total: float
    coverage: float
    cosine: float | None


@dataclass(frozen=True, slots=True)
class Scored:
    """All rows for one question. `words` is what coverage weighs beside the cosine."""

    coverage: Scores
    cosine: Scores | None = None
    words: float = WORDS

    @property
    def total(self) -> Scores:
        """What rows are ranked by: the cosine and so much of the coverage."""
        return self.coverage if self.cosine is None else self.cosine + np.float32(self.words) * self.coverage

    def at(self, row: int) -> Found:
        """What there is to say of one row."""
        coverage = float(self.coverage[row])
        if self.cosine is None:
            return Found(row, coverage, coverage, coverage, None)
        cosine = float(self.cosine[row])
        total = cosine + self.words * coverage
        return Found(row, min(1.0, max(0.0, total / (1 + self.words))), total, coverage, cosine)


def is_exact(question: str) -> bool:
    """Whether the words themselves are looked for: a single one, something quoted, a code."""
    question = question.strip()
    words = question.split()
    if _QUOTED.fullmatch(question):
        return True
    if len(words) == 1:
        return not terms.has_no_spaces(question) or (len(question) <= _LONGEST_WORD and not _HIRAGANA.search(question))
    return len(words) <= _LONGEST_CODES and any(map(_CODE.fullmatch, words))


def articles(coverage: Scores, near: Nearness, *, words: float) -> Scored:
    """Articles by the mean of title, summary, text and best section; where there are questions, the best is half."""
    section = np.where(near.section < 0, near.text, near.section)
    article = (near.title + near.summary + near.text + section) / np.float32(4)
    cosine = np.where(near.question < 0, article, (near.question + article) / np.float32(2))
    return _both(coverage, cosine, near.known, near.without, words)


def sections(coverage: Scores, near: Nearness, article: NDArray[np.int32], *, words: float) -> Scored:
    """Sections by their own cosine; `article` is the row that each belongs to."""
    return _both(coverage, near.sections, near.known[article], near.without[article], words)


def _both(
    coverage: Scores, cosine: Scores, known: NDArray[np.bool_], without: NDArray[np.bool_], words: float
) -> Scored:
    cosine = np.where(known, cosine, np.where(without, _INSTEAD * coverage, np.float32(0))).astype(np.float32)
    return Scored(coverage, cosine, words)
