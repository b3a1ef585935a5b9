"""What people ask, learned: how near a question is to those whose answer is known. Knows no rows.

An article, or a section, is the likelier the answer the more of its known questions are near: the logarithm of the
mean of exp(20 · cosine), which lets the nearest ones count most and no single one decide. A linear model over the same
vectors knows besides what tells the articles apart, and the words of the question's own language what it names. What
each part is worth was measured: docs/decisions/0034-learned-from-questions.md.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpcenter.search import bm25, terms
from helpcenter.search.arrays import Arrays, named, part
from helpcenter.search.vectors import SHARPNESS, SIZE

# Changes when the same rows would make other arrays.
VERSION = "1"
# How strongly the linear model is kept simple, and so many questions are enough for it.
_RIDGE, _MOST_LEARNED = 3.0, 50_000
# In place of an article: nothing of the product's, and nobody wrote about it.
ELSEWHERE, UNCOVERED = -1, -2
WHOLE = -1
# Up to so many, a question is compared with all; of more, with the likeliest by their signs.
_ALL_UP_TO, _LIKELY = 30_000, 3_000
# So many of the nearest say how many of them nobody answers.
_NEIGHBOURS = 20
_WORDS = ("articles", "sections", "nobody")
_KINDS = ("article", "elsewhere", "uncovered")

type Values = NDArray[np.float32]
type Places = NDArray[np.int32]


class Known(NamedTuple):
    """A question whose answer is known: the place of its article, or why there is none, and its section's position.

    `vector` is its 512 numbers as bytes, b"" where nobody encoded it.
    """

    locale: str
    text: str
    article: int
    position: int
    vector: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a question. Rows are the phrasebook's articles and its sections, in their order.

    Heats are sums of exp(20 · cosine) over the counted questions. `words` are coverages from 0 to 1. Where nothing was
    compared by meaning, heats and models are 0.
    """

    heat: Values
    count: Places
    nearest: Values
    learned: Values
    words: Values
    section_heat: Values
    section_count: Places
    section_words: Values
    nobody: Mapping[str, float]
    by_meaning: bool


def learned_from(numbers: Sequence[int], known: Iterable[Known]) -> dict[str, NDArray[Any]]:
    """The arrays of a phrasebook over articles, named by their numbers, and the questions known about them."""
    rows = sorted(known, key=lambda each: (each.article, each.position))
    article = np.array([each.article for each in rows], np.int32)
    places = sorted({(each.article, each.position) for each in rows if each.article >= 0 and each.position != WHOLE})
    at = {place: index for index, place in enumerate(places)}
    section = np.array([at.get((each.article, each.position), WHOLE) for each in rows], np.int32)
    encoded = np.array([at for at, each in enumerate(rows) if len(each.vector) == SIZE], np.int64)
    vectors = _unit(b"".join(rows[at].vector for at in encoded.tolist()))
    weights, kinds = _models(vectors, article[encoded], len(numbers))
    found: dict[str, NDArray[Any]] = {
        "numbers": np.array(numbers, np.int64),
        "section_article": np.array([place[0] for place in places], np.int32),
        "section_position": np.array([place[1] for place in places], np.int32),
        "vectors": vectors.reshape(-1),
        "signs": np.packbits(vectors > 0, axis=1).reshape(-1).view(np.uint64),
        "article": article[encoded],
        "section": section[encoded],
        "weights": weights.reshape(-1),
        "kinds": kinds.reshape(-1),
    }
    for locale in sorted({each.locale for each in rows}):
        mine = [(each, int(section[at])) for at, each in enumerate(rows) if each.locale == locale]
        found |= named(
            f"words.{locale}.articles", _words(locale, len(numbers), ((e.article, e.text) for e, _s in mine))
        )
        found |= named(f"words.{locale}.sections", _words(locale, len(places), ((s, e.text) for e, s in mine)))
        nobody = [each.text for each, _section in mine if each.article < 0]
        found |= named(f"words.{locale}.nobody", _words(locale, len(nobody), enumerate(nobody)))
    return found


def _unit(packed: bytes) -> Values:
    exact = np.frombuffer(packed, np.int8).reshape(-1, SIZE).astype(np.float32)
    return (exact / np.maximum(np.linalg.norm(exact, axis=1, keepdims=True), 1)).astype(np.float32)


def _words(locale: str, size: int, texts: Iterable[tuple[int, str]]) -> dict[str, NDArray[Any]]:
    gathered: list[list[str]] = [[] for _row in range(size)]
    for row, text in texts:
        if row >= 0:
            gathered[row] += terms.terms(text, locale)
    return bm25.postings(bm25.pack([(1, row)]) for row in gathered)


def _models(vectors: Values, article: Places, articles: int) -> tuple[Values, Values]:
    """Ridge regressions from a vector, and a constant, to each article, and to article, elsewhere or uncovered."""
    if not len(vectors):
        return np.zeros((SIZE + 1, articles), np.float32), np.zeros((SIZE + 1, 3), np.float32)
    if len(vectors) > _MOST_LEARNED:
        some = np.linspace(0, len(vectors) - 1, _MOST_LEARNED).astype(np.int64)
        vectors, article = vectors[some], article[some]
    known = np.c_[vectors, np.ones(len(vectors), np.float32)].astype(np.float64)
    answered = article >= 0
    sums = np.zeros((articles, SIZE + 1))
    np.add.at(sums, article[answered], known[answered])
    weights = _solved(known.T @ known, sums.T)
    kind = np.where(article == ELSEWHERE, 1, np.where(article == UNCOVERED, 2, 0))
    # Few are about nothing; together they count as much as all the others.
    balance = np.where(answered, 1.0, int(answered.sum()) / max(1, int((~answered).sum())))
    weighted = known * balance[:, None]
    return weights, _solved(weighted.T @ known, weighted.T @ np.eye(3)[kind])


def _solved(squares: NDArray[np.float64], wanted: NDArray[np.float64]) -> Values:
    simple = _RIDGE * np.eye(len(squares))
    simple[-1, -1] = 1e-6
    return np.linalg.solve(squares + simple, wanted).astype(np.float32)


class Phrasebook:
    """The questions of all languages, read in place."""

    def __init__(self, arrays: Arrays) -> None:
        self.numbers = arrays["numbers"]
        self.section_article, self.section_position = arrays["section_article"], arrays["section_position"]
        self._vectors = arrays["vectors"].reshape(-1, SIZE)
        self._signs = arrays["signs"].reshape(-1, SIZE // 64)
        self._article, self._section = arrays["article"], arrays["section"]
        self._weights = arrays["weights"].reshape(SIZE + 1, -1)
        self._kinds = arrays["kinds"].reshape(SIZE + 1, -1)
        self._count = _counted(self._article, len(self.numbers))
        self._section_count = _counted(self._section, len(self.section_article))
        self._words = {
            locale: {kind: bm25.Index(part(arrays, f"words.{locale}.{kind}")) for kind in _WORDS}
            for locale in {name.split(".")[1] for name in arrays if name.startswith("words.")}
        }

    def __bool__(self) -> bool:
        return len(self._vectors) > 0

    def hear(self, question: str, locale: str, vector: Values | None) -> Heard:
        """What is known of a question in this language; `vector` is its meaning, of length 1, or None."""
        words, section_words, nobody_words = self._by_words(question, locale)
        nobody = {"words": nobody_words}
        articles, sections = len(self.numbers), len(self.section_article)
        if vector is None or not self:
            return Heard(
                heat=np.zeros(articles, np.float32),
                count=np.zeros(articles, np.int32),
                nearest=np.full(articles, -1, np.float32),
                learned=np.zeros(articles, np.float32),
                words=words,
                section_heat=np.zeros(sections, np.float32),
                section_count=np.zeros(sections, np.int32),
                section_words=section_words,
                nobody=nobody,
                by_meaning=False,
            )
        rows = self._compared(vector)
        cosines = _products(self._vectors if rows is None else self._vectors[rows], vector)
        article = self._article if rows is None else self._article[rows]
        section = self._section if rows is None else self._section[rows]
        heats = np.exp(SHARPNESS * cosines)
        nearest = np.full(articles, -1, np.float32)
        np.maximum.at(nearest, article[article >= 0], cosines[article >= 0])
        return Heard(
            heat=_summed(article, heats, articles),
            count=self._count,
            nearest=nearest,
            learned=_products(self._weights[:-1].T, vector) + self._weights[-1],
            words=words,
            section_heat=_summed(section, heats, sections),
            section_count=self._section_count,
            section_words=section_words,
            nobody=nobody | self._nobody(article, cosines, heats, vector),
            by_meaning=True,
        )

    def _by_words(self, question: str, locale: str) -> tuple[Values, Values, float]:
        held = self._words.get(locale)
        if held is None:
            return np.zeros(len(self.numbers), np.float32), np.zeros(len(self.section_article), np.float32), 0.0
        asked = terms.query_terms(question, locale)
        nobody = held["nobody"].scores(asked)
        return held["articles"].scores(asked), held["sections"].scores(asked), float(nobody.max(initial=0.0))

    def _compared(self, vector: Values) -> NDArray[np.int64] | None:
        """Which questions to compare; None for all."""
        if len(self._vectors) <= _ALL_UP_TO:
            return None
        signs = np.packbits(vector > 0).view(np.uint64)
        differing = np.bitwise_count(self._signs ^ signs).sum(axis=1, dtype=np.int32)
        return np.sort(np.argpartition(differing, _LIKELY)[:_LIKELY]).astype(np.int64)

    def _nobody(self, article: Places, cosines: Values, heats: Values, vector: Values) -> dict[str, float]:
        """How near it is to what nobody answers, by the names of `messenger.fin.certainty`."""
        kinds = _products(self._kinds[:-1].T, vector) + self._kinds[-1]
        found = {f"kind_{name}": float(kind) for name, kind in zip(_KINDS, kinds, strict=True)}
        for name, mark in (("elsewhere", ELSEWHERE), ("uncovered", UNCOVERED)):
            mine = article == mark
            found[f"heat_{name}"] = warmth(float(heats[mine].mean()) if mine.any() else 0.0)
            found[f"nearest_{name}"] = float(cosines[mine].max(initial=-1.0))
        few = min(_NEIGHBOURS, len(cosines) - 1)
        near = np.argpartition(-cosines, few)[:few]
        heat = float(heats[near].sum())
        found["neighbours"] = float(heats[near][article[near] < 0].sum()) / heat if heat else 0.0
        silent, all_of_them = float(heats[article < 0].sum()), float(heats[article >= 0].sum())
        found["silent"] = warmth(silent) - warmth(all_of_them)
        return found


def warmth(mean_heat: float) -> float:
    """A mean of exp(20 · cosine) as something like a cosine again; at least -1."""
    return max(-1.0, math.log(mean_heat) / SHARPNESS) if mean_heat > 0 else -1.0


def warmths(heat: Values, count: Places) -> Values:
    """The same of sums and how many they are of; -1 where there are none."""
    mean = heat / np.maximum(count, 1)
    return np.where(count > 0, np.log(np.maximum(mean, np.exp(-SHARPNESS))) / SHARPNESS, -1).astype(np.float32)


def _products(table: Values, vector: Values) -> Values:
    """In this thread: BLAS would wake others, which takes longer."""
    found: Values = np.einsum("ij,j->i", table, vector)
    return found


def _summed(of: Places, values: Values, size: int) -> Values:
    mine = of >= 0
    return np.bincount(of[mine], weights=values[mine], minlength=size).astype(np.float32)


def _counted(of: Places, size: int) -> Places:
    return np.bincount(of[of >= 0], minlength=size).astype(np.int32)
