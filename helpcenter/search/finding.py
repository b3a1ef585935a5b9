"""Finds articles for a reader, as values. The indexes are the libraries' business.

An index may be a few seconds older than the rows: what was taken off meanwhile isn't shown.
"""

import functools
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from helpcenter.models import ContentStamp, Section, Translation
from helpcenter.models.articles import LONG_COLUMNS
from helpcenter.search import sentences
from helpcenter.search.index import Asked, Library
from helpcenter.search.libraries import libraries
from helpcenter.search.scoring import Found, is_exact
from helpcenter.search.wording import wording

# When the reader's own language covers less than this, the other languages' words are tried too.
_WELL_COVERED = 0.35
# The same by meaning and words.
_NEAR = 0.4
_LONG_OF_A_TRANSLATION = [f"translation__{name}" for name in LONG_COLUMNS]
# Of one paragraph or not, a snippet's lines stand in one: what a mark doesn't part already, such as the entries of a
# list, is parted by a dot; after 。 there needn't be even a space.
_AFTER_FULL_STOP = re.compile(r"(?<=[。！？])\n")
_AFTER_A_MARK = re.compile(r"(?<=[.!?:：…])\n")
# Letters of a passage that nobody is shown.
_BEGINNING = 400
# A row of a table, as the outline writes it.
_ROW = " · "
# A title that covers so much of a query answers it, and the article's own summary says more than a sentence of it.
_SAYS_IT_ALL = 0.99
# A section that comes so near to its article may be what was meant; else the article as a whole is.
_MEANT = 0.7


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers a search. `score` is 0 to 1; `locale` the language its title and text are in,
    while `path` stays in the reader's.

    Where one section of it is what was meant, the path leads there, and `heading` and `anchor` are the section's.
    `coverage` is the share of the query's words that it has, `cosine` how near its meaning is, None by words alone.
    """

    number: int
    title: str
    summary: str
    path: str
    locale: str
    score: float
    snippet: str
    coverage: float = 0.0
    cosine: float | None = None
    heading: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of one section that Fin can quote. `path` leads to it in the reader's language.

    `score` is 0 to 1; `coverage` and `cosine` are its article's, as a hit's.
    """

    number: int
    title: str
    heading: str
    anchor: str
    path: str
    text: str
    locale: str
    score: float
    coverage: float = 0.0
    cosine: float | None = None


def _in_one_line(text: str) -> str:
    return _AFTER_A_MARK.sub(" ", _AFTER_FULL_STOP.sub("", text)).replace("\n", _ROW)


def _told(asked: Asked, translation: Translation, section: Section) -> tuple[str, bool]:
    """What to say of a hit, and whether its best section has more of the question than its title.

    It is the summary when the title says it all, else the section's best sentences.
    """
    locale, rarity = asked.library.locale, asked.library.section_index.rarity
    wanted = asked.wanted
    whole = sum(weight * rarity(term) for term, weight in asked.weighted.items())
    titled = sentences.coverage(translation.title, wanted, rarity, locale)
    if translation.summary and titled >= _SAYS_IT_ALL * whole:
        return translation.summary, False
    prose = "\n".join(line for line in section.text.split("\n") if _ROW not in line)
    text = sentences.best_passage(prose or section.text, wanted, rarity, locale)
    here = sentences.coverage(f"{section.heading}\n{text}", wanted, rarity, locale)
    # By meaning alone neither has a word of it.
    return _in_one_line(text) or translation.summary, here > titled or not titled


def library_in(locale: str) -> Library:
    """The language's library, as new as there is one ready."""
    return libraries.get(locale, ContentStamp.texts().get(locale, ""))


def sections_at(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Section]:
    """Sections by their translation's key and their position there, as they are now."""
    wanted = set(places)
    rows = Section.objects.select_related("translation__article").defer("terms", *_LONG_OF_A_TRANSLATION)
    one_of = (Q(translation=held, position=at) for held, at in wanted)
    rows = rows.filter(functools.reduce(operator.or_, one_of, Q(pk__in=[])), translation__published_at__isnull=False)
    return {(row.translation_id, row.position): row for row in rows}


def _best_sections(asked: Asked, found: Sequence[Found]) -> dict[int, tuple[Section, float]]:
    """By an article's row its section to quote, and what that is ranked by."""
    at = {each.row: section for each in found if (section := asked.best_section(each.row)) is not None}
    places = {row: asked.library.place_of(section) for row, section in at.items()}
    rows = sections_at(places.values())
    return {row: (rows[place], asked.sections.at(at[row]).total) for row, place in places.items() if place in rows}


def _hits(asked: Asked, found: Sequence[Found]) -> list[Hit]:
    library, best = asked.library, _best_sections(asked, found)
    ids = [int(library.translation_ids[each.row]) for each in found]
    rows = Translation.objects.published().without_text().select_related("article").in_bulk(ids)
    hits = []
    for each in found:
        translation = rows.get(int(library.translation_ids[each.row]))
        if translation is None:
            continue
        if each.row not in best:
            hits.append(_hit(translation, library.locale, each, translation.summary))
            continue
        section, total = best[each.row]
        snippet, has_more = _told(asked, translation, section)
        is_meant = has_more and total >= _MEANT * each.total
        hits.append(_hit(translation, library.locale, each, snippet, section if is_meant else None))
    return hits


def _hit(translation: Translation, locale: str, found: Found, snippet: str, section: Section | None = None) -> Hit:
    heading, anchor = (section.heading, section.anchor) if section and section.anchor else ("", "")
    return Hit(
        number=translation.article.number,
        title=translation.title,
        summary=translation.summary,
        path=translation.path_in(locale) + (f"#{anchor}" if anchor else ""),
        locale=translation.locale,
        score=found.score,
        snippet=snippet,
        coverage=found.coverage,
        cosine=found.cosine,
        heading=heading,
        anchor=anchor,
    )


def _is_well_known(asked: Asked, found: Sequence[Found]) -> bool:
    """Whether the question's own language answers it, so that no other one is asked."""
    return bool(found) and found[0].total >= (_NEAR if asked.by_meaning else _WELL_COVERED)


def _nearest_elsewhere(
    query: str, locale: str, limit: int, stamps: Mapping[str, str]
) -> dict[int, tuple[Asked, Found]]:
    """By an article's number where another language has it best: by meaning alone, or by words where those count."""
    best: dict[int, tuple[Asked, Found]] = {}
    for other in (code for code, _name in settings.LANGUAGES if code != locale and code in stamps):
        asked = libraries.get(other, stamps[other]).ask(query)
        for found in asked.best_articles(limit) if is_exact(query) else asked.nearest_articles(limit):
            number = int(asked.library.numbers[found.row])
            if number not in best or found.total > best[number][1].total:
                best[number] = (asked, found)
    return best


def _from_other_languages(
    query: str, locale: str, limit: int, stamps: Mapping[str, str], over: float
) -> list[tuple[float, Hit]]:
    """Articles found in other languages that are nearer than `over`, shown in the reader's where it has them."""
    best = {
        number: found
        for number, (_asked, found) in _nearest_elsewhere(query, locale, limit, stamps).items()
        if found.total > over
    }
    shown = Translation.objects.one_each(locale).without_text().filter(article__number__in=best) if best else ()
    ready = ((best[translation.article.number], translation) for translation in shown)
    return [(found.total, _hit(translation, locale, found, translation.summary)) for found, translation in ready]


def search(query: str, locale: str, limit: int = 10) -> list[Hit]:
    """The articles that answer the query, best first; those of other languages fill in where this one knows little."""
    query = query.strip()
    if not query:
        return []
    stamps = ContentStamp.texts()
    asked = libraries.get(locale, stamps.get(locale, "")).ask(query)
    found = asked.best_articles(limit)
    hits = _hits(asked, found)
    if _is_well_known(asked, found):
        return hits
    totals = {int(asked.library.numbers[each.row]): each.total for each in found}
    ready = [(totals[hit.number], hit) for hit in hits]
    best = ready[0][0] if ready else 0.0
    ready += [
        pair for pair in _from_other_languages(query, locale, limit, stamps, best) if pair[1].number not in totals
    ]
    return [hit for _total, hit in sorted(ready, key=lambda pair: -pair[0])][:limit]


def words_of(query: str, locale: str) -> str:
    """The query and what means the same as words of it: all that is to be marked in what was found.

    Of several words each would be marked wherever it stands, so those aren't.
    """
    others = (word for each in wording.of(locale).meant(query) for word in each.words)
    return " ".join([query, *(word for word in others if " " not in word)])


def did_you_mean(query: str, locale: str, limit: int = 3) -> list[str]:
    """Titles and keywords spelled like the query, for when it finds little."""
    return library_in(locale).suggestions.closest(query, limit)


def passage_of(
    asked: Asked, locale: str, section: Section, found: Found, score: float, *, quoted: bool = True
) -> Passage:
    """The section with its best sentences, or where it isn't `quoted` with its first ones."""
    translation, library = section.translation, asked.library
    text = section.text[:_BEGINNING]
    if quoted:
        text = sentences.best_passage(
            section.text, asked.wanted, library.section_index.rarity, library.locale, nearness=asked.nearness_of
        )
    return Passage(
        number=translation.article.number,
        title=translation.title,
        heading=section.heading,
        anchor=section.anchor,
        path=translation.path_in(locale) + (f"#{section.anchor}" if section.anchor else ""),
        text=text or section.heading,
        locale=translation.locale,
        score=score,
        coverage=found.coverage,
        cosine=found.cosine,
    )
