"""What somebody may have meant who spelled a word as no article does. Pure: how often a word stands comes from outside.

A word that some article has is left alone. Of several that are near, the one that more articles have is meant.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from helpcenter.search import spelling, terms
from helpcenter.search.spelling import Spelling

# A shorter word is near to too many others.
_SHORTEST = 4
_SHORTEST_HALF = 3
_SHORTEST_START = 3
_HIRAGANA = {katakana - 0x60: katakana for katakana in range(0x30A1, 0x30F7)}


@dataclass(frozen=True, slots=True)
class Known:
    """A language's words, in how many of its articles one stands, and whether another language has it."""

    locale: str
    spelling: Spelling
    often: Callable[[str], int]
    elsewhere: Callable[[str], bool] = lambda _word: False


def corrected(query: str, known: Known) -> str:
    """The query with those words changed that no article has; "" when there is nothing to change.

    Where more than half of its words are unknown it is another language's, and stays.
    """
    text = terms.normal(query)
    kept = query if len(text) == len(query) else text
    pieces, at, words, unknown = [], 0, 0, 0
    for kind, start, run in terms.runs(text):
        meant = ""
        if kind == "word":
            words += 1
            if run.isalpha() and not known.often(run) and not known.elsewhere(run):
                unknown += 1
                meant = _latin(run, known)
        elif kind == "cjk":
            meant = _japanese(run, known)
        if meant and meant != run:
            pieces += [kept[at:start], meant]
            at = start + len(run)
    if not pieces or (unknown > 1 and 2 * unknown > words):
        return ""
    return "".join([*pieces, kept[at:]])


def completed(query: str, known: Known) -> str:
    """The query with its last word, which no article has, gone on with to one that begins so; "" without any."""
    text = terms.normal(query)
    runs = list(terms.runs(text))
    if not runs or len(text) != len(query):
        return ""
    kind, start, run = runs[-1]
    if kind != "word" or start + len(run) != len(text) or len(run) < _SHORTEST_START or known.often(run):
        return ""
    word = _commonest(known.spelling.beginning(run), known)
    return f"{query[:start]}{word}" if word else ""


def _commonest(words: Iterable[str], known: Known, first: str = "") -> str:
    """The word that most articles have, of those that begin with this letter if there are any; "" when none has one."""
    found = [(word[0] == first, often, word) for word in words if (often := known.often(word))]
    return max(found)[2] if found else ""


def _latin(word: str, known: Known) -> str:
    if not _SHORTEST <= len(word) <= spelling.LONGEST:
        return ""
    return _commonest(known.spelling.near(word), known, word[0]) or _parted(word, known)


def _parted(word: str, known: Known) -> str:
    """Two words that were written as one."""
    halves = ((word[:at], word[at:]) for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1))
    found = [(min(map(known.often, pair)), " ".join(pair)) for pair in halves if all(map(known.spelling.has, pair))]
    often, both = max(found, default=(0, ""))
    return both if often else ""


def _japanese(run: str, known: Known) -> str:
    """Each part of one kind of letters by itself, as words aren't parted."""
    return spelling.JAPANESE.sub(lambda match: _part(match.lastgroup or "", match.group(), known) or match.group(), run)


def _part(kind: str, part: str, known: Known) -> str:
    if kind == "hiragana":
        return _in_katakana(part, known)
    if len(part) < 2 or known.often(part):
        return ""
    if kind == "katakana":
        return _commonest(known.spelling.near(part), known)
    if (otherwise := _commonest(known.spelling.written_otherwise(part), known)) or len(part) < _SHORTEST_HALF:
        return otherwise
    return _commonest(known.spelling.near(part), known)


def _in_katakana(part: str, known: Known) -> str:
    """The longest word within that articles write in katakana; people search before they have converted it."""
    letters = part.translate(_HIRAGANA)
    for size in range(min(len(letters), spelling.LONGEST), spelling.SHORTEST - 1, -1):
        for at in range(len(letters) - size + 1):
            word = letters[at : at + size]
            if not known.often(part[at : at + size]) and known.spelling.has(word) and known.often(word):
                return part[:at] + word + part[at + size :]
    return ""
