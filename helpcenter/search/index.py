"""One language's index: what its rows make, and what search asks of it. Binds the pure indexes to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpcenter.models import Section, Translation, Vectors, Word
from helpcenter.models.articles import TranslationQuerySet
from helpcenter.search import bm25, scoring, spelling, synonyms, terms, vectors
from helpcenter.search.arrays import Arrays, named, part
from helpcenter.search.encoder import encode, encode_question, knows
from helpcenter.search.packing import Article
from helpcenter.search.scoring import Found, Scored, Scores
from helpcenter.search.spelling import Spelling
from helpcenter.search.standing_in import is_brief
from helpcenter.search.suggestions import Suggestions, packed
from helpcenter.search.synonyms import Synonyms
from helpcenter.search.wording import wording

# Changes when the same rows would make other arrays.
VERSION = "3"
# Scores are 0 to 1. Under this share of the question a row has only stray letters in common with it.
LEAST_COVERAGE = 0.1
# Rows far behind the best one are noise; a list of ten is not the aim.
_LEAST_OF_BEST = 0.3
# The same by meaning and words: what nobody wrote about stays under the first in nine of ten cases.
_LEAST_TOTAL = 0.28
# And by meaning alone, of what is written in another language.
_LEAST_COSINE = 0.24
_LEAST_OF_BEST_TOTAL = 0.5
_AT_A_TIME = 1000
# So many rows of a large index are compared for their words.
_CANDIDATES = 100
_NONE = np.empty(0, np.int64)

# How near to the best section an earlier one must come to be quoted instead.
NEARLY = 0.85
NEARLY_BY_MEANING = 0.95


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
    meant = _vectors(published, [row[0] for row in articles], np.array([at for at, _position in where], np.int32))
    article_terms = dict(published.values_list("id", "terms").iterator(_AT_A_TIME))
    return {
        "translations": np.array([row[0] for row in articles], np.int64),
        "numbers": np.array([row[1] for row in articles], np.int64),
        "section_article": np.array([at for at, _position in where], np.int32),
        "section_position": np.array([position for _at, position in where], np.int32),
        **named("articles", bm25.postings(bytes(article_terms.get(row[0], b"")) for row in articles)),
        **named("sections", section_postings),
        **named("vectors", vectors.joined(meant)),
        **named("phrases", packed(phrase for row in articles for phrase in (row[2], *row[3]))),
        **named("spelling", spelling.packed(Word.objects.in_language(locale))),
    }


def _vectors(
    published: TranslationQuerySet, keys: Sequence[int], section_article: NDArray[np.int32]
) -> Iterator[tuple[bytes, int]]:
    """Each article's vectors with how many are its sections'; none of one that they weren't made of."""
    expected = np.bincount(section_article, minlength=len(keys))
    rows = Vectors.objects.current().filter(translation__in=published.values("id"))
    held = {row[0]: row[1:] for row in rows.values_list("translation", "packed", "sections").iterator(_AT_A_TIME)}
    for key, sections in zip(keys, expected, strict=True):
        packed, of_sections = held.pop(key, (b"", -1))
        yield bytes(packed) if of_sections == sections else b"", int(sections)


class Library:
    """One language's published articles and sections, indexed under one content stamp."""

    def __init__(
        self, locale: str, stamp: str, arrays: Arrays, wording: Callable[[str], Synonyms] = wording.of
    ) -> None:
        self.locale, self.stamp, self.wording = locale, stamp, wording
        self.translation_ids, self.numbers = arrays["translations"], arrays["numbers"]
        self.section_article, self.section_position = arrays["section_article"], arrays["section_position"]
        self.words = bm25.Index(part(arrays, "articles"))
        self.section_index = bm25.Index(part(arrays, "sections"))
        self.meaning = vectors.Index(part(arrays, "vectors"))
        self.suggestions = Suggestions(part(arrays, "phrases"))
        self.spelling = Spelling(part(arrays, "spelling"))

    def ask(self, question: str) -> Asked:
        """What the library has to say to a question."""
        return Asked(self, question)

    def place_of(self, section: int) -> tuple[int, int]:
        """A section as its translation's key and its position there: its own key changes with each rendering."""
        return int(self.translation_ids[self.section_article[section]]), int(self.section_position[section])


def library_of(articles: Sequence[Article]) -> Library:
    """Articles that stand in no row, indexed as those that do; for measuring."""
    locale = articles[0].locale if articles else ""
    packed_parts = [(at, terms_of_it) for at, each in enumerate(articles) for terms_of_it in each.terms_of_parts()]
    meant = ((_encoded(each), len(each.parts)) for each in articles)
    arrays: Arrays = {
        "translations": np.arange(len(articles)),
        "numbers": np.arange(len(articles)),
        "section_article": np.array([at for at, _terms in packed_parts], np.int32),
        "section_position": np.array([at for each in articles for at in range(len(each.parts))], np.int32),
        **named("articles", bm25.postings(each.terms() for each in articles)),
        **named("sections", bm25.postings(terms_of_it for _at, terms_of_it in packed_parts)),
        **named("vectors", vectors.joined(meant)),
        **named("phrases", packed(each.title for each in articles)),
        **named("spelling", spelling.packed(())),
    }
    return Library(locale, "", arrays, Synonyms)


def _encoded(article: Article) -> bytes:
    found = encode(article.texts()) if knows(article.locale) else None
    return b"" if found is None else found.tobytes()


class Asked:
    """One question to a library: its articles and sections, scored by words and, where it can be, by meaning."""

    def __init__(self, library: Library, question: str) -> None:
        self.library, self.question = library, question
        self.weighted = terms.query_terms(question, library.locale)
        meant = library.wording(library.locale).meant(question)
        # The same with other words for it: what to look for in a text that was found.
        self.wanted = synonyms.widened(self.weighted, meant)
        coverage = library.words.scores(self.weighted, meant)
        of_sections = library.section_index.scores(self.weighted, meant)
        self.vector = encode_question(question) if library.meaning else None
        self.near: vectors.Nearness | None = None
        if self.vector is None:
            self.articles, self.sections = Scored(coverage), Scored(of_sections)
            return
        best = np.argpartition(-coverage, _CANDIDATES)[:_CANDIDATES] if len(coverage) > _CANDIDATES else _NONE
        self.near = near = library.meaning.nearness(self.vector, best)
        words = scoring.EXACT_WORDS if scoring.is_exact(question) else scoring.WORDS
        self.articles = scoring.articles(coverage, near, words=words)
        self.sections = scoring.sections(of_sections, near, library.section_article, words=words)

    @property
    def by_meaning(self) -> bool:
        """Whether the question's meaning counts, and not its words alone."""
        return self.vector is not None

    def nearness_of(self, texts: Sequence[str]) -> Scores | None:
        """How near the question is to each of these texts by meaning; None where words alone count."""
        encoded = encode(texts) if self.vector is not None and not is_brief() else None
        if encoded is None or self.vector is None:
            return None
        lengths = np.linalg.norm(encoded.astype(np.float32), axis=1)
        near: Scores = (vectors.products(encoded, self.vector) / np.maximum(lengths, 1)).astype(np.float32)
        return near

    def best_articles(self, limit: int) -> list[Found]:
        """Rows with their scores, best first, without those that have next to nothing to do with the question."""
        return _best(self.articles, limit, _LEAST_TOTAL)

    def nearest_articles(self, limit: int) -> list[Found]:
        """The same for a question in another language: by meaning alone, where it counts."""
        cosine = self.articles.cosine
        if cosine is None:
            return self.best_articles(limit)
        return _best(Scored(np.zeros_like(cosine), cosine), limit, _LEAST_COSINE)

    def best_section(self, row: int) -> int | None:
        """Where the article's section to quote stands: the first that scores nearly as well as its best one.

        Articles say the general thing first, so among equals the earlier section answers better.
        """
        first, after = np.searchsorted(self.library.section_article, np.array([row, row + 1], np.int32))
        if first == after:
            return None
        mine = self.sections.total[first:after]
        nearly = NEARLY_BY_MEANING if self.by_meaning else NEARLY
        return int(first + np.argmax(mine >= nearly * mine.max()))


def _best(scored: Scored, limit: int, least: float) -> list[Found]:
    total = scored.total
    order = _largest(total, limit)
    if not len(order):
        return []
    least, of_best = (LEAST_COVERAGE, _LEAST_OF_BEST) if scored.cosine is None else (least, _LEAST_OF_BEST_TOTAL)
    least = max(least, of_best * float(total[order[0]]))
    return [scored.at(int(row)) for row in order if total[row] >= least]


def _largest(total: Scores, limit: int) -> NDArray[np.int64]:
    """The rows of the largest totals, the largest first, of equal ones the first; sorts no more than those."""
    if len(total) > limit:
        rows = np.flatnonzero(total >= np.partition(total, len(total) - limit)[len(total) - limit])
    else:
        rows = np.arange(len(total))
    return rows[np.argsort(-total[rows], kind="stable")[:limit]]
