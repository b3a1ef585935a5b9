"""Which words of a question have others that mean the same, and what those are. Pure: no Django, knows no rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helpcenter.search import terms

# What another word for it weighs beside the word itself.
WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class Meant:
    """Something that a question names: the terms that it has for it, and those of each other way to say it."""

    own: frozenset[str]
    others: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]


class Synonyms:
    """The groups of one language, each of words that mean the same; `one_way` groups are asked by their first alone."""

    def __init__(self, locale: str, groups: Iterable[tuple[Sequence[str], bool]] = ()) -> None:
        self._locale = locale
        self._groups = [
            (
                [(terms.canonical(word, locale), word, terms.telling(word, locale)) for word in words],
                1 if one_way else len(words),
            )
            for words, one_way in groups
        ]

    def meant(self, question: str) -> list[Meant]:
        """What the question names by a word of some group, with the words that it doesn't have."""
        if not self._groups:
            return []
        asked, found = terms.canonical(question, self._locale), []
        for words, asking in self._groups:
            named = [at for at, (text, *_of) in enumerate(words) if text in asked]
            if not any(at < asking for at in named):
                continue
            others = [(word, held) for at, (_text, word, held) in enumerate(words) if at not in named and held]
            own = frozenset(term for at in named for term in terms.terms(words[at][1], self._locale))
            if others:
                found.append(Meant(own, tuple(held for _word, held in others), tuple(word for word, _held in others)))
        return found


def widened(query: Mapping[str, float], meant: Iterable[Meant]) -> dict[str, float]:
    """The question's weighted terms with those that mean the same, for looking into a text that was found."""
    others = {term: WEIGHT for each in meant for other in each.others for term in other}
    return others | dict(query)
