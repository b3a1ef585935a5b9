"""The sections that may answer a question, for Fin: ranked by what people ask rather than by what articles are about.

An article's own questions count twice as much as its best section; nothing else of it counts, which was measured with
questions in customers' words (docs/decisions/0032-when-fin-says-nothing.md). A question in a language without articles
is read in all languages that have some.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from helpcenter.models import ContentStamp
from helpcenter.search.finding import Passage, passage_of, passages, sections_at
from helpcenter.search.index import Asked
from helpcenter.search.libraries import libraries
from helpcenter.search.scoring import EXACT_WORDS, Scores, is_exact
from helpcenter.search.vectors import Cosines, Nearness

# What the words weigh beside the meaning, in the question's own language.
_WORDS = 0.6
# So many are quoted in their best sentences; of the others the section's beginning is enough.
_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """Passages, best first, and what is to be known of the first one: see `messenger.fin.certainty`.

    `features` is {} where words alone were compared.
    """

    passages: list[Passage]
    features: dict[str, float] = field(default_factory=dict)


def answers(question: str, locale: str, *, written_in: str, limit: int = 10) -> Answers:
    """What may answer a question that is written in one language, for a reader of the articles in `locale`."""
    question = question.strip()
    stamps = ContentStamp.texts()
    own = libraries.get(locale, stamps.get(locale, "")).ask(question)
    if not question or not own.by_meaning:
        return Answers(passages(question, locale, limit))
    asked = [own]
    if written_in != locale:
        others = (libraries.get(code, stamps[code]).ask(question) for code in sorted(stamps) if code != locale)
        asked += [each for each in others if each.by_meaning]
    totals = _totals(asked, written_in)
    order = np.argsort(-totals, kind="stable")[:limit]
    if not len(order):
        return Answers([])
    return Answers(_passages(own, locale, order.tolist(), totals), _features(asked, totals, order.tolist()))


def _totals(asked: Sequence[Asked], written_in: str) -> Scores:
    """For each article of the first library its total; the mean of those that other languages have as well."""
    own = asked[0]
    sums, counts = _of_one(own, written_in), np.ones(len(own.library.numbers), np.float32)
    place = {int(number): at for at, number in enumerate(own.library.numbers)}
    for other in asked[1:]:
        shared = [(place[int(n)], at) for at, n in enumerate(other.library.numbers) if int(n) in place]
        if shared:
            here, there = map(list, zip(*shared, strict=True))
            sums[here] += _of_one(other, written_in)[there]
            counts[here] += 1
    return sums / counts


def _of_one(asked: Asked, written_in: str) -> Scores:
    near = asked.near
    if near is None:
        return np.zeros(len(asked.library.numbers), np.float32)
    total: Scores = ((2 * _asked_of(near) + _best_part(near)) / np.float32(3)).astype(np.float32)
    if written_in == asked.library.locale:
        words = EXACT_WORDS if is_exact(asked.question) else _WORDS
        total = total + np.float32(words) * asked.articles.coverage
    return total


def _asked_of(near: Nearness) -> Cosines:
    """How near each article's nearest question is, or the title of one without questions."""
    return np.where(near.question < 0, near.title, near.question)


def _best_part(near: Nearness) -> Cosines:
    return np.where(near.section < 0, near.text, near.section)


def _features(asked: Sequence[Asked], totals: Scores, order: Sequence[int]) -> dict[str, float]:
    best, number = float(totals[order[0]]), int(asked[0].library.numbers[order[0]])

    def behind(place: int) -> float:
        return best - float(totals[order[place]]) if len(order) > place else best

    here = [(each, at) for each in asked for at in np.flatnonzero(each.library.numbers == number)[:1].tolist()]
    nears = [(each.near, at) for each, at in here if each.near is not None]

    def mean(values: Sequence[float]) -> float:
        return sum(values) / len(values) if values else 0.0

    return {
        "total": best,
        "before_second": behind(1),
        "before_fourth": behind(3),
        "question": mean([float(_asked_of(near)[at]) for near, at in nears]),
        "section": mean([float(_best_part(near)[at]) for near, at in nears]),
        "words": float(asked[0].articles.coverage[order[0]]) if len(asked) == 1 else 0.0,
        "text": mean([float(near.text[at]) for near, at in nears]),
        # In bytes: a sign of Chinese says as much as a syllable or two.
        "length": math.log(max(1, len(asked[0].question.encode()))),
        "best_question": mean([float(_asked_of(each.near).max()) for each in asked if each.near is not None]),
    }


def _passages(own: Asked, locale: str, order: Sequence[int], totals: Scores) -> list[Passage]:
    best = [(row, section) for row in order if (section := own.best_section(row)) is not None]
    places = {row: own.library.place_of(section) for row, section in best}
    rows = sections_at(places.values())
    found = []
    for at, (row, _place) in enumerate(best):
        held = rows.get(places[row])
        if held is not None:
            score = min(1.0, max(0.0, float(totals[row]) / (1 + _WORDS)))
            found.append(passage_of(own, locale, held, own.articles.at(row), score, quoted=at < _QUOTED))
    return found
