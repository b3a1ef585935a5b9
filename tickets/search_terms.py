"""What a text is found by: its words and pairs of characters, as numbers that an index holds. Pure: no Django.

Words in Latin letters become English stems, other words stay; Han, kana and Hangul become pairs of characters (and
single Han ones), Thai and its neighbours triples. A text's language isn't asked: one search box serves all of them.
"""

import re
import unicodedata
from functools import lru_cache
from threading import local
from zlib import crc32

import Stemmer

# A longer text is found by its beginning, and a ticket by so many terms: enough for a book, and no more.
LONGEST_TEXT = 50_000
MOST_TERMS = 20_000
# More words than this in a search say nothing more.
_MOST_WORDS = 40

_PAIRS = r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〇\uac00-\ud7af"
_TRIPLES = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_RUN = re.compile(rf"(?P<two>[{_PAIRS}]+)|(?P<three>[{_TRIPLES}]+)|(?P<word>[^\W_{_PAIRS}{_TRIPLES}]+)")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_stemmers = local()


def terms(*texts: str) -> set[int]:
    """The numbers of everything that stands in the texts."""
    found: set[int] = set()
    for text in texts:
        for run in _RUN.finditer(_normal(text[:LONGEST_TEXT])):
            found.update(_run_terms(run.group(), run.lastgroup or ""))
    return found


def wanted(words: str) -> list[int]:
    """The numbers that a ticket must all have to be found by these words; none when they say nothing."""
    found: dict[int, None] = {}
    for run in _RUN.finditer(_normal(words)):
        grams = _run_terms(run.group(), run.lastgroup or "")
        # The single characters of a longer run add nothing to its pairs.
        found.update(dict.fromkeys(grams[: max(len(run.group()) - 1, 1)] if run.lastgroup == "two" else grams))
    return list(found)[:_MOST_WORDS]


def merged(known: list[int], more: set[int]) -> list[int]:
    """Both together in order; what is beyond the most stays out."""
    return sorted({*known, *more})[:MOST_TERMS]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(50_000)
def _run_terms(run: str, kind: str) -> tuple[int, ...]:
    if kind == "word":
        return (_number(_stem(run) if run.isascii() and run.isalpha() else run),)
    size = 2 if kind == "two" else 3
    grams = [run[at : at + size] for at in range(len(run) - size + 1)] or [run]
    single = _HAN.findall(run) if kind == "two" and len(run) > 1 else []
    return tuple(map(_number, [*grams, *single]))


def _number(term: str) -> int:
    """A signed 32-bit number; that two of a million terms share one costs a wrong hit in ten thousand searches."""
    return crc32(term.encode()) - 2**31


def _stem(word: str) -> str:
    """The stem of a word. A stemmer keeps state, so each thread has its own."""
    stemmer = _stemmers.__dict__.get("english")
    if stemmer is None:
        stemmer = _stemmers.__dict__["english"] = Stemmer.Stemmer("english")
    stem: str = stemmer.stemWord(word)
    return stem
