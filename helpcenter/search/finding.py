"""Finds articles for a reader and passages for Fin, as values. The indexes are the libraries' business.

An index may be a few seconds older than the rows: what was taken off meanwhile isn't shown.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from helpcenter.models import ContentStamp, Section, Translation
from helpcenter.models.articles import LONG_COLUMNS
from helpcenter.search import sentences, terms
from helpcenter.search.index import Library
from helpcenter.search.libraries import libraries

# When the reader's own language covers less than this, the other languages' words are tried too.
_WELL_COVERED = 0.35
_LONG_OF_A_TRANSLATION = [f"translation__{name}" for name in LONG_COLUMNS]
# Of one paragraph or not, a snippet's lines stand in one: what a mark doesn't part already, such as the entries of a
# list, is parted by a dot; after 。 there needn't be even a space.
_AFTER_FULL_STOP = re.compile(r"(?<=[。！？])\n")
_AFTER_A_MARK = re.compile(r"(?<=[.!?:：…])\n")
# A row of a table, as the outline writes it.
_ROW = " · "
# A title that covers so much of a query answers it, and the article's own summary says more than a sentence of it.
_SAYS_IT_ALL = 0.99


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers a search. `score` is 0 to 1; `locale` the language its title and text are in."""

    number: int
    title: str
    summary: str
    path: str
    locale: str
    score: float
    snippet: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of one section that Fin can quote. `path` leads to the section; `score` is 0 to 1."""

    number: int
    title: str
    heading: str
    anchor: str
    path: str
    text: str
    locale: str
    score: float


def _in_one_line(text: str) -> str:
    return _AFTER_A_MARK.sub(" ", _AFTER_FULL_STOP.sub("", text)).replace("\n", _ROW)


def _snippet(library: Library, query: str, section: Section | None, translation: Translation) -> str:
    """What to say of a hit: its summary when the title says it all, else the best sentences of its best section."""
    if section is None:
        return translation.summary
    weighted, rarity = terms.query_terms(query, library.locale), library.section_index.rarity
    whole = sum(weight * rarity(term) for term, weight in weighted.items())
    titled = sentences.coverage(translation.title, weighted, rarity, library.locale)
    if translation.summary and titled >= _SAYS_IT_ALL * whole:
        return translation.summary
    prose = "\n".join(line for line in section.text.split("\n") if _ROW not in line)
    text = sentences.best_passage(prose or section.text, weighted, rarity, library.locale)
    return _in_one_line(text) or translation.summary


def library_in(locale: str) -> Library:
    """The language's library, as new as there is one ready."""
    return libraries.get(locale, ContentStamp.texts().get(locale, ""))


def _sections_at(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Section]:
    """Sections by their translation's key and their position there, as they are now."""
    wanted = set(places)
    rows = Section.objects.select_related("translation__article").defer("terms", *_LONG_OF_A_TRANSLATION)
    rows = rows.filter(translation__in={held for held, _at in wanted}, position__in={at for _held, at in wanted})
    rows = rows.filter(translation__published_at__isnull=False)
    return {(row.translation_id, row.position): row for row in rows}


def _hits(library: Library, query: str, found: Sequence[tuple[int, float]]) -> list[Hit]:
    scores = library.section_scores(query)
    at = {row: library.best_section(row, scores) for row, _score in found}
    best = {row: library.place_of(section) for row, section in at.items() if section is not None}
    sections = _sections_at(best.values())
    ids = [int(library.translation_ids[row]) for row, _score in found]
    rows = Translation.objects.published().without_text().select_related("article").in_bulk(ids)
    hits = []
    for row, score in found:
        translation = rows.get(int(library.translation_ids[row]))
        if translation is None:
            continue
        section = sections.get(best.get(row, (0, 0)))
        snippet = _snippet(library, query, section, translation)
        hits.append(_hit(translation, score, snippet))
    return hits


def _hit(translation: Translation, score: float, snippet: str) -> Hit:
    return Hit(
        number=translation.article.number,
        title=translation.title,
        summary=translation.summary,
        path=translation.path,
        locale=translation.locale,
        score=score,
        snippet=snippet,
    )


def _from_other_languages(query: str, locale: str, limit: int, stamps: Mapping[str, str]) -> list[Hit]:
    """Articles that the words of other languages find, shown in the reader's language where it has them."""
    best: dict[int, float] = defaultdict(float)
    for other in (code for code, _name in settings.LANGUAGES if code != locale and code in stamps):
        library = libraries.get(other, stamps[other])
        for row, score in library.best_articles(query, limit):
            number = int(library.numbers[row])
            best[number] = max(best[number], score)
    shown = Translation.objects.one_each(locale).without_text().filter(article__number__in=best)
    hits = [_hit(translation, best[translation.article.number], translation.summary) for translation in shown]
    return sorted(hits, key=lambda hit: -hit.score)


def search(query: str, locale: str, limit: int = 10) -> list[Hit]:
    """The articles that answer the query, best first; those of other languages fill in where this one knows little."""
    query = query.strip()
    if not query:
        return []
    stamps = ContentStamp.texts()
    library = libraries.get(locale, stamps.get(locale, ""))
    hits = _hits(library, query, library.best_articles(query, limit))
    if not hits or hits[0].score < _WELL_COVERED:
        known = {hit.number for hit in hits}
        others = [hit for hit in _from_other_languages(query, locale, limit, stamps) if hit.number not in known]
        best = hits[0].score if hits else 0.0
        hits = sorted([*hits, *(hit for hit in others if hit.score > best)], key=lambda hit: -hit.score)
    return hits[:limit]


def did_you_mean(query: str, locale: str, limit: int = 3) -> list[str]:
    """Titles and keywords spelled like the query, for when it finds little."""
    return library_in(locale).suggestions.closest(query, limit)


def passages(query: str, locale: str, limit: int = 3) -> list[Passage]:
    """The articles that answer a question best, each with the best sentences of its best section.

    A passage's score is three quarters its article's coverage and one quarter its section's.
    """
    query = query.strip()
    if not query:
        return []
    library = library_in(locale)
    own = library.section_scores(query)
    best = [(library.best_section(row, own), score) for row, score in library.best_articles(query, limit)]
    found = [(at, 0.75 * score + 0.25 * float(own[at])) for at, score in best if at is not None]
    places = [(library.place_of(at), score) for at, score in found]
    rows = _sections_at(place for place, _score in places)
    ready = [(rows.get(place), score) for place, score in places]
    return [_passage(library, query, section, score) for section, score in ready if section is not None]


def _passage(library: Library, query: str, section: Section, score: float) -> Passage:
    translation = section.translation
    weighted = terms.query_terms(query, library.locale)
    text = sentences.best_passage(section.text, weighted, library.section_index.rarity, library.locale)
    return Passage(
        number=translation.article.number,
        title=translation.title,
        heading=section.heading,
        anchor=section.anchor,
        path=translation.path + (f"#{section.anchor}" if section.anchor else ""),
        text=text or section.heading,
        locale=translation.locale,
        score=score,
    )
