"""What people write, made even, and patterns over it that an editor can read. No Django, no database.

A pattern is a piece of text. `(a|b|)` is a choice, `…` some words or nothing, `*` at a word's edge any beginning or
ending of it, `$` the sentence's end. Words stand alone in scripts that put spaces between them; Chinese, Japanese and
Korean are compared without their spaces.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable

from web.folding import Folded

# No more of a text is read: what is longer was pasted.
LONGEST = 4000
# Letters of the scripts that put spaces between words.
SPACED = r"0-9a-z\u00df-\u024f\u0400-\u052f\u0620-\u06ff"
UNSPACED = r"\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_SPACED_LETTER = re.compile(f"[{SPACED}]")
_GAP = ".{0,40}?"
_MARKS = frozenset("\u0640\u0670\u0300\u0301\u0302\u0303\u0308\u0327" + "".join(map(chr, range(0x064B, 0x0653))))
_SAME = {"ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ı": "i", "ø": "o"}
_BETWEEN = re.compile(r"[^\w.!?。؟\n]+|_+")
_SIGNS = "(|)*$…"
_APART = re.compile(rf"(?<=[{UNSPACED}])(?=[{SPACED}])|(?<=[{SPACED}])(?=[{UNSPACED}])")
_NO_SPACE = re.compile(rf"(?<=[{UNSPACED}])[ ]+(?=[{UNSPACED}])")
_END = re.compile(r"(?<=[!?。؟！？｡])(?![!?。؟！？｡])|(?<=\.)(?=\s|$)|\n+")
_TOKEN = re.compile(r"[(|)*$…]|\s+|[^(|)*$…\s]+")


@functools.lru_cache(maxsize=4096)
def _plain(mark: str) -> str:
    """A letter without its accent, where that is a matter of how somebody types."""
    if mark in _MARKS:
        return ""
    if mark in _SAME:
        return _SAME[mark]
    first = unicodedata.normalize("NFD", mark)[0]
    return first if first.isascii() else mark


def even(text: str) -> str:
    """The text with width, case, accents, dashes and spaces made one; line breaks and ends of sentences stay."""
    folded = Folded(unicodedata.normalize("NFKC", text[:LONGEST])).text.casefold()
    if not folded.isascii():
        folded = folded.translate({ord(mark): _plain(mark) for mark in set(folded)})
    return _APART.sub(" ", _NO_SPACE.sub("", _BETWEEN.sub(" ", folded))).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a text as it was typed, trimmed, with the marks that end them."""
    return [part for each in _END.split(text[:LONGEST]) if (part := each.strip())]


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One expression that finds any of the phrases in a text that is even; of none it finds nothing."""
    sources = [_source(phrase) for phrase in phrases]
    return re.compile("|".join(sources) if sources else r"(?!)")


def _source(phrase: str) -> str:
    tokens = _tokens(phrase)
    return "".join(_piece(tokens, at) for at in range(len(tokens)))


def _tokens(phrase: str) -> list[str]:
    """The signs and the words of a phrase; a space between words that have none in a text goes."""
    tokens: list[str] = []
    for typed in _TOKEN.findall(phrase):
        if typed in _SIGNS or typed.isspace():
            tokens.append(typed)
        else:
            for at, word in enumerate(even(typed).split()):
                tokens += [" ", word] if at else [word]
    return tokens


def _piece(tokens: list[str], at: int) -> str:
    sign = tokens[at]
    if sign.isspace():
        return r"\s*"
    if sign == "(":
        return "(?:"
    if sign in "|)":
        return sign
    if sign == "…":
        return _GAP
    if sign == "$":
        return r"(?=[.!?。؟\s]*$)"
    if sign == "*":
        return r"\w*"
    starts = "" if at and tokens[at - 1] == "*" else _edge(sign[0])
    ends = "" if at + 1 < len(tokens) and tokens[at + 1] == "*" else _edge(sign[-1])
    return f"{starts}{re.escape(sign)}{ends}"


def _edge(letter: str) -> str:
    """That no letter goes on there, for scripts with spaces; `even` keeps them apart from the others."""
    return r"\b" if _SPACED_LETTER.fullmatch(letter) else ""
