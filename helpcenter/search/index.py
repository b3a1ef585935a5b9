"""One language's index: what its rows make, and what search asks of it. Binds the pure indexes to rows."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from helpcenter.models import Section, Translation
from helpcenter.search import bm25, terms
from helpcenter.search.arrays import Arrays, named, part
from helpcenter.search.suggestions import Suggestions, packed

# Changes when the same rows would make other arrays.
VERSION = "1"
# Scores are 0 to 1. Under this share of the question a row has only stray letters in common with it.
LEAST_COVERAGE = 0.1
# Rows far behind the best one are noise; a list of ten is not the aim.
_LEAST_OF_BEST = 0.3
_AT_A_TIME = 1000

# How near to the best section an earlier one must come to be quoted instead.
NEARLY = 0.85


class Scorer(Protocol):
    """Whatever scores all of a language's translations for a question: words now, a sentence encoder beside them."""

    def article_scores(self, query: str) -> bm25.Scores:
        """One score from 0 to 1 for each translation, in the order of the library's rows."""


class WordScorer:
    """Scores by shared words: the coverage of a BM25 index."""

    def __init__(self, locale: str, arrays: Arrays) -> None:
        self.locale = locale
        self.index = bm25.Index(arrays)

    def article_scores(self, query: str) -> bm25.Scores:
        return self.index.scores(terms.query_terms(query, self.locale))


def read_rows(locale: str) -> dict[str, NDArray[Any]]:
    """The arrays of a language's published articles and sections as they are now."""
    published = Translation.objects.published().in_language(locale).order_by("id")
    articles = list(published.values_list("id", "article__number", "title", "keywords"))
    place = {row[0]: at for at, row in enumerate(articles)}
    where: list[tuple[int, int]] = []
    parts = Section.objects.filter(translation__in=published.values("id")).order_by("translation_id", "position")

    def section_terms() -> Iterator[bytes]:
        for held, position, packed_terms in parts.values_list("translation_id", "position", "terms").iterator(
            _AT_A_TIME
        ):
            if held in place:  # else published this very moment; another index will know it
                where.append((place[held], position))
                yield bytes(packed_terms)

    section_postings = bm25.postings(section_terms())
    article_terms = dict(published.values_list("id", "terms").iterator(_AT_A_TIME))
    return {
        "translations": np.array([row[0] for row in articles], np.int64),
        "numbers": np.array([row[1] for row in articles], np.int64),
        "section_article": np.array([at for at, _position in where], np.int32),
        "section_position": np.array([position for _at, position in where], np.int32),
        **named("articles", bm25.postings(bytes(article_terms.get(row[0], b"")) for row in articles)),
        **named("sections", section_postings),
        **named("phrases", packed(phrase for row in articles for phrase in (row[2], *row[3]))),
    }


class Library:
    """One language's published articles and sections, indexed under one content stamp."""

    def __init__(self, locale: str, stamp: str, arrays: Arrays) -> None:
        self.locale, self.stamp = locale, stamp
        self.translation_ids, self.numbers = arrays["translations"], arrays["numbers"]
        self.section_article, self.section_position = arrays["section_article"], arrays["section_position"]
        self.words = WordScorer(locale, part(arrays, "articles"))
        self.scorers: list[tuple[float, Scorer]] = [(1.0, self.words)]
        self.suggestions = Suggestions(part(arrays, "phrases"))
        self.section_index = bm25.Index(part(arrays, "sections"))

    def article_scores(self, query: str) -> bm25.Scores:
        """The weighted mean of what the scorers say."""
        total = sum(weight for weight, _scorer in self.scorers)
        scores = np.zeros(len(self.numbers), np.float32)
        for weight, scorer in self.scorers:
            scores += np.float32(weight / total) * scorer.article_scores(query)
        return scores

    def section_scores(self, query: str) -> bm25.Scores:
        return self.section_index.scores(terms.query_terms(query, self.locale))

    def best_articles(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Rows and scores, best first, without those that have next to nothing to do with the question."""
        scores = self.article_scores(query)
        order = np.argsort(-scores, kind="stable")[:limit]
        if not len(order):
            return []
        least = max(LEAST_COVERAGE, _LEAST_OF_BEST * float(scores[order[0]]))
        return [(int(row), float(scores[row])) for row in order if scores[row] >= least]

    def best_section(self, row: int, section_scores: bm25.Scores) -> int | None:
        """Where the article's section to quote stands: the first that scores nearly as well as its best one.

        Articles say the general thing first, so among equals the earlier section answers better.
        """
        first, after = np.searchsorted(self.section_article, np.array([row, row + 1], np.int32))
        if first == after:
            return None
        mine = section_scores[first:after]
        return int(first + np.argmax(mine >= NEARLY * mine.max()))

    def place_of(self, section: int) -> tuple[int, int]:
        """A section as its translation's key and its position there: its own key changes with each rendering."""
        return int(self.translation_ids[self.section_article[section]]), int(self.section_position[section])
