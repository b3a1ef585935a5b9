"""The sections that may answer a question, for Fin: ranked by what people ask rather than by what articles are about.

An article counts by how near the question is to those that it is known to answer, in all languages, by the words of
those in the question's own, and by its best section; a section in the same way. What each part is worth was measured:
docs/decisions/0034-learned-from-questions.md. Every published article may answer, in whatever language it is.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from helpcenter.models import ContentStamp
from helpcenter.search.encoder import encode_question
from helpcenter.search.finding import Passage, passage_of, sections_at
from helpcenter.search.index import Asked
from helpcenter.search.libraries import libraries
from helpcenter.search.phrasebook import WHOLE, Heard, Phrasebook, Values, warmths
from helpcenter.search.phrasebooks import phrasebooks
from helpcenter.search.scoring import is_exact
from helpcenter.search.vectors import SHARPNESS, Nearness
from helpcenter.text.extracts import QUOTED_WHOLE

# What the parts of an article weigh beside its known questions: its best section, the linear model, the words of its
# questions and its own, and the latter where words themselves are what is looked for.
_SECTION, _LEARNED, _WORDS, _OWN_WORDS, _EXACT_WORDS = 0.3, 0.1, 0.5, 0.5, 1.5
# The same of a section beside its known questions: its meaning, and the words of its questions and its own.
_OF_SECTION, _WORDS_OF_SECTION, _OWN_WORDS_OF_SECTION = 0.2, 0.4, 0.2
# About the most that an article's parts come to together.
_MOST = 1.6
# The best one's sentences are chosen where it isn't quoted whole; of the others the section's beginning is enough.
_QUOTED = 1

type Sections = dict[tuple[int, int], int]
type Of = Callable[[Nearness], Values]


@dataclass(frozen=True, slots=True)
class Answers:
    """Passages, best first, and what is to be known of the first one: see `messenger.fin.certainty`.

    `features` has "words" and "nobody_words" alone where words alone were compared, and "nearest" and "section" besides
    where nobody has taught what people ask.
    """

    passages: list[Passage]
    features: dict[str, float] = field(default_factory=dict)


def answers(question: str, locale: str, *, written_in: str, limit: int = 10) -> Answers:
    """What may answer a question that is written in one language, for a reader of the articles in `locale`."""
    question = question.strip()
    if not question:
        return Answers([])
    stamps = ContentStamp.texts()
    asked = _asked(question, locale, written_in, stamps)
    vector = encode_question(question)
    phrasebook = phrasebooks.current(stamps)
    weighing = _Weighing(asked, written_in, phrasebook, phrasebook.hear(question, written_in, vector))
    totals = weighing.totals()
    order = np.argsort(-totals, kind="stable")[:limit].tolist()
    found = _passages(weighing, locale, order, totals)
    return Answers(found, weighing.features(totals, order))


def _asked(question: str, locale: str, written_in: str, stamps: Mapping[str, str]) -> list[Asked]:
    """The question, asked of the reader's own language first and then of whichever others may know more."""
    codes = [locale, *(code for code in sorted(stamps) if code != locale)]
    own = libraries.get(locale, stamps.get(locale, "")).ask(question)
    rest = [libraries.get(code, stamps[code]) for code in codes[1:]]
    known = set(own.library.numbers.tolist())
    if written_in == locale:
        rest = [each for each in rest if not known.issuperset(each.numbers.tolist())]
    return [own, *(each.ask(question) for each in rest)]


class _Weighing:
    """A question weighed for all articles that are published in some language; rows are their numbers, in order."""

    def __init__(self, asked: Sequence[Asked], written_in: str, phrasebook: Phrasebook, heard: Heard) -> None:
        self.asked, self.written_in, self.phrasebook, self.heard = asked, written_in, phrasebook, heard
        self.numbers = np.unique(np.concatenate([each.library.numbers for each in asked]))
        self.by_meaning = any(each.by_meaning for each in asked)
        self._rows = [np.searchsorted(self.numbers, each.library.numbers) for each in asked]
        known = np.isin(phrasebook.numbers, self.numbers)
        self._known, self._row = np.flatnonzero(known), np.searchsorted(self.numbers, phrasebook.numbers[known])
        self._sections: Sections = {
            (int(phrasebook.numbers[article]), int(position)): at
            for at, (article, position) in enumerate(
                zip(phrasebook.section_article, phrasebook.section_position, strict=True)
            )
        }

    def totals(self) -> Values:
        """What articles are ranked by."""
        own_words = _EXACT_WORDS if is_exact(self.asked[0].question) else _OWN_WORDS
        words = np.float32(_WORDS) * self.words() + np.float32(own_words) * self.own_words()
        if not self.by_meaning:
            return words
        total: Values = (
            self.warmth() + _SECTION * self.section() + _LEARNED * self._of_phrasebook(self.heard.learned) + words
        ).astype(np.float32)
        return total

    def warmth(self) -> Values:
        """How near the known questions are: those of the phrasebook, and those that stand with the articles."""
        heat, count = self._of_phrasebook(self.heard.heat), self._of_phrasebook(self.heard.count)
        title = self._mean(lambda near: near.title)
        for rows, near in self._nears():
            heat[rows] += near.heat
            count[rows] += near.asked
        alone = count == 0
        # An article that nobody has asked about yet is called by its title.
        heat[alone], count[alone] = np.exp(SHARPNESS * title[alone]), 1
        return warmths(heat, count.astype(np.int32))

    def nearest(self) -> Values:
        """The nearest known question of each article."""
        found = np.full(len(self.numbers), -1, np.float32)
        found[self._row] = self.heard.nearest[self._known]
        for rows, near in self._nears():
            found[rows] = np.maximum(found[rows], near.question)
        return found

    def section(self) -> Values:
        """How near each article's best section is, or its whole text where it has none."""
        return self._mean(lambda near: np.where(near.section < 0, near.text, near.section))

    def words(self) -> Values:
        """The coverage of the known questions in the question's language."""
        return self._of_phrasebook(self.heard.words)

    def own_words(self) -> Values:
        """The coverage of the articles that are in the question's language."""
        found = np.zeros(len(self.numbers), np.float32)
        for rows, each in zip(self._rows, self.asked, strict=True):
            if each.library.locale == self.written_in:
                found[rows] = each.articles.coverage
        return found

    def best_section(self, row: int) -> tuple[Asked, int] | None:
        """The section of an article to quote, in the first language that has it, and where it stands there."""
        number = self.numbers[row]
        for each in self.asked:
            at = np.flatnonzero(each.library.numbers == number)
            if len(at):
                first, after = np.searchsorted(each.library.section_article, np.array([at[0], at[0] + 1], np.int32))
                if first == after:
                    continue
                scores = self._of_sections(each, int(number), slice(int(first), int(after)))
                return each, int(first + np.argmax(scores))
        return None

    def _of_sections(self, each: Asked, number: int, mine: slice) -> Values:
        """What the sections of an article are chosen by."""
        positions = each.library.section_position[mine].tolist()
        at = np.array([self._sections.get((number, position), WHOLE) for position in positions], np.int64)
        known = at != WHOLE
        total = np.zeros(len(positions), np.float32)
        if each.library.locale == self.written_in:
            total += np.float32(_OWN_WORDS_OF_SECTION) * each.sections.coverage[mine]
        total[known] += np.float32(_WORDS_OF_SECTION) * self.heard.section_words[at[known]]
        if not self.heard.by_meaning or each.near is None:
            return total
        near = each.near.sections[mine]
        warmth = near.copy()
        warmth[known] = warmths(self.heard.section_heat[at[known]], self.heard.section_count[at[known]])
        chosen: Values = total + warmth + np.float32(_OF_SECTION) * near
        return chosen

    def features(self, totals: Values, order: Sequence[int]) -> dict[str, float]:
        """What says whether the best article answers at all."""
        if not order:
            return {}
        best, words = order[0], self.words()
        found = {"words": float(words[best]), "nobody_words": self.heard.nobody["words"]}
        if not self.by_meaning:
            return found | {"words": float(max(words[best], self.own_words()[best]))}
        nearest, section = self.nearest(), float(self.section()[best])
        if not self.heard.by_meaning:
            return found | {"nearest": float(nearest[best]), "section": section}

        def behind(place: int) -> float:
            return float(totals[best]) - (float(totals[order[place]]) if len(order) > place else 0.0)

        learned = self._of_phrasebook(self.heard.learned)
        nobody: Mapping[str, float] = self.heard.nobody
        silent = max(nobody["nearest_elsewhere"], nobody["nearest_uncovered"])
        return found | {
            "total": float(totals[best]),
            "before_second": behind(1),
            "before_fourth": behind(3),
            "warmth": float(self.warmth()[best]),
            "nearest": float(nearest[best]),
            "nearer": float(nearest.max()) - silent,
            "section": section,
            "learned": float(learned[best]),
            "most_learned": float(learned.max()),
            # In bytes: a sign of Chinese says as much as a syllable or two.
            "length": math.log(max(1, len(self.asked[0].question.encode()))),
            **{name: value for name, value in nobody.items() if name != "words"},
        }

    def _nears(self) -> list[tuple[NDArray[np.int64], Nearness]]:
        return [(rows, each.near) for rows, each in zip(self._rows, self.asked, strict=True) if each.near is not None]

    def _mean(self, of: Of) -> Values:
        """Over the languages that have the article."""
        sums, counts = np.zeros(len(self.numbers), np.float32), np.zeros(len(self.numbers), np.float32)
        for rows, near in self._nears():
            sums[rows] += of(near)
            counts[rows] += 1
        return np.where(counts > 0, sums / np.maximum(counts, 1), -1).astype(np.float32)

    def _of_phrasebook(self, values: NDArray[np.generic]) -> Values:
        found = np.zeros(len(self.numbers), np.float32)
        found[self._row] = values[self._known]
        return found


def _passages(weighing: _Weighing, locale: str, order: Sequence[int], totals: Values) -> list[Passage]:
    best = [(row, chosen) for row in order if (chosen := weighing.best_section(row)) is not None]
    rows = sections_at(asked.library.place_of(section) for _row, (asked, section) in best)
    found = []
    for at, (row, (asked, section)) in enumerate(best):
        held = rows.get(asked.library.place_of(section))
        if held is not None:
            article = int(np.flatnonzero(asked.library.numbers == weighing.numbers[row])[0])
            quoted = at < _QUOTED and len(held.text) > QUOTED_WHOLE
            score = min(1.0, max(0.0, float(totals[row]) / _MOST))
            found.append(passage_of(asked, locale, held, asked.articles.at(article), score, quoted=quoted))
    return found
