"""Where sentences begin and end, in the languages of the site, and when two texts are the same. Pure: no Django."""

import re
import unicodedata

# A sentence ends with its mark and a space, with a mark that needs none, or with the line.
_END = re.compile(r"(?<=[.!?…؟])[\"'”’»)\]]*\s+|(?<=[。！？｡])[」』”’）)]*\s*|\s*\n\s*")
_WHITE = re.compile(r"\s+")
# "- ", "1. ", "• ": a list's marks are no part of what it says.
_MARK = re.compile(r"^\s*(?:[-*•·–—]|#{1,6}|\d{1,2}[.)．、]|[①-⑳])\s*(?=\D)")
_ONLY_MARK = re.compile(r"^\s*(?:[-*•·–—]|#{1,6}|\(?(?:\d{1,2}|[a-z])[.)．、]|[①-⑳])\s*$")
_ENDED = re.compile(r"[.!?…؟。！？｡:：][\"'”’»)\]」』）]*$")
# What is there and can't be seen: zero widths, marks of direction, tags. A joiner may be part of a word or a picture.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def pieces(text: str) -> list[str]:
    """The sentences with the white space behind each: put together they are `text` again."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        part = text[start : match.end()]
        if part.strip() and not _ONLY_MARK.match(part):
            found.append(part)
            start = match.end()
    if text[start:].strip():
        found.append(text[start:])
    elif found:
        found[-1] += text[start:]
    return found


def sentences(text: str) -> list[str]:
    """The sentences alone, without white space around them and without the marks of lists."""
    return [bare for piece in pieces(text) if (bare := _MARK.sub("", piece).strip())]


def is_ended(text: str) -> bool:
    """Whether it ends as a sentence does."""
    return bool(_ENDED.search(text.strip()))


def one_line(text: str) -> str:
    """With one space where there is white space, and without what can't be seen."""
    return _WHITE.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def same(text: str) -> str:
    """A form that two texts share when they differ in white space alone."""
    return _WHITE.sub("", one_line(text))


def folded(text: str) -> str:
    """For looking for words: one width, one case, straight apostrophes."""
    return one_line(unicodedata.normalize("NFKC", text)).casefold().replace("’", "'").replace("‘", "'")


def bare(text: str) -> str:
    """One sentence without the mark of a list before it."""
    return _MARK.sub("", one_line(text)).strip()
