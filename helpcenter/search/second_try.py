"""A search as readers see it: where a word is spelled as no article spells it, also for what may have been meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpcenter.models import ContentStamp
from helpcenter.search import corrections, terms
from helpcenter.search.corrections import Known
from helpcenter.search.finding import Hit, did_you_mean, library_in, search
from helpcenter.search.libraries import libraries

# With fewer results, others are offered.
_FEW = 3
# What was meant has to be found so much better than what was typed.
_BETTER = 0.02


@dataclass(frozen=True, slots=True)
class Results:
    """Articles for a query. `shown_for` is what they answer: the query, or in its place what was likely meant.

    `suggestions` are other queries, each of which finds something.
    """

    hits: Sequence[Hit]
    query: str
    shown_for: str
    suggestions: Sequence[str] = ()

    @property
    def is_second_try(self) -> bool:
        """Whether another query than the typed one is answered; one that only goes on after its letters isn't."""
        return not self.shown_for.startswith(self.query)


def look_up(query: str, locale: str, limit: int = 10, *, as_typed: bool = False) -> Results:
    """What a query finds, or what was likely meant by it where that finds better ones; never that with `as_typed`."""
    hits = search(query, locale, limit)
    if not query:
        return Results(hits, query, query)
    meant = corrections.corrected(query, _known(locale))
    better = search(meant, locale, limit) if meant else []
    if better and not as_typed and _is_better(better, hits):
        return Results(better, query, meant)
    if better:
        return Results(hits, query, query, [meant])
    return Results(hits, query, query, did_you_mean(query, locale) if len(hits) < _FEW else [])


def look_up_unfinished(query: str, locale: str, limit: int) -> Results:
    """The same while somebody types: the last word may go on to one that is known, which it then stands for."""
    whole = corrections.completed(query, _known(locale)) if query else ""
    if whole and (found := search(whole, locale, limit)):
        return Results(found, query, whole)
    return look_up(query, locale, limit)


def _is_better(meant: Sequence[Hit], typed: Sequence[Hit]) -> bool:
    return not typed or meant[0].score > typed[0].score + _BETTER


def _known(locale: str) -> Known:
    library = library_in(locale)

    def often(word: str) -> int:
        return library.words.often(terms.telling(word, locale))

    def elsewhere(word: str) -> bool:
        stamps = ContentStamp.texts()
        others = (libraries.get(code, stamps[code]) for code in stamps if code != locale)
        return any(other.words.often(terms.telling(word, other.locale)) for other in others)

    return Known(locale, library.spelling, often, elsewhere)
