"""One index a language, held in the process and made again after a publish. Binds the pure index to rows."""

import threading
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from helpcenter.models import ContentStamp, Section, Translation
from helpcenter.search import bm25, terms
from helpcenter.search.suggestions import Suggestions

# Scores are 0 to 1. Under this share of the question a row has only stray letters in common with it.
LEAST_COVERAGE = 0.1
# Rows far behind the best one are noise; a list of ten is not the aim.
_LEAST_OF_BEST = 0.3

# How near to the best section an earlier one must come to be quoted instead.
NEARLY = 0.85


class Scorer(Protocol):
    """Whatever scores all of a language's translations for a question: words now, a sentence encoder beside them."""

    def article_scores(self, query: str) -> bm25.Scores:
        """One score from 0 to 1 for each translation, in the order of the library's rows."""


class WordScorer:
    """Scores by shared words: the coverage of a BM25 index."""

    def __init__(self, locale: str, packed: Sequence[bytes]) -> None:
        self.locale = locale
        self.index = bm25.Index(packed)

    def article_scores(self, query: str) -> bm25.Scores:
        return self.index.scores(terms.query_terms(query, self.locale))


class Library:
    """One language's published articles and sections, indexed under one content stamp."""

    def __init__(self, locale: str, stamp: str) -> None:
        self.locale, self.stamp = locale, stamp
        published = Translation.objects.published().in_language(locale).order_by("id")
        articles = list(published.values_list("id", "article__number", "title", "keywords", "terms"))
        self.translation_ids = [row[0] for row in articles]
        self.numbers = [row[1] for row in articles]
        self.words = WordScorer(locale, [bytes(row[4]) for row in articles])
        self.scorers: list[tuple[float, Scorer]] = [(1.0, self.words)]
        self.suggestions = Suggestions(phrase for row in articles for phrase in (row[2], *row[3]))
        position = {translation: row for row, translation in enumerate(self.translation_ids)}
        parts = Section.objects.filter(translation__in=self.translation_ids).order_by("translation_id", "position")
        sections = list(parts.values_list("id", "translation_id", "terms"))
        self.section_ids = [row[0] for row in sections]
        self.section_article = np.array([position[row[1]] for row in sections], np.int32)
        self.section_index = bm25.Index([bytes(row[2]) for row in sections])

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
        first, after = np.searchsorted(self.section_article, (row, row + 1))
        if first == after:
            return None
        mine = section_scores[first:after]
        return int(first + np.argmax(mine >= NEARLY * mine.max()))


_libraries: dict[str, Library] = {}
_lock = threading.Lock()


def library_in(locale: str) -> Library:
    """The language's library as it is published now; reads one small row, and all of them after a change."""
    stamp = ContentStamp.texts().get(locale, "")
    library = _libraries.get(locale)
    if library is None or library.stamp != stamp:
        with _lock:
            library = _libraries.get(locale)
            if library is None or library.stamp != stamp:
                library = _libraries[locale] = Library(locale, stamp)
    return library
