"""Pictures that stand in a text at their place, written `![name](file:key)`. No Django."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

_MARK = re.compile(r"!\[([^\]\n]{0,255})\]\(file:([0-9a-f]{32})\)")
# What would end the name too early.
_IN_THE_WAY = re.compile(r"[\[\]\s]+")


@dataclass(frozen=True, slots=True)
class Inline:
    """The place of a picture, by its file's key."""

    key: str


def mark(name: str, key: str) -> str:
    """How the picture stands in a text."""
    return f"![{_IN_THE_WAY.sub(' ', name).strip()}](file:{key})"


def keys_in(text: str) -> set[str]:
    """The files whose places the text has."""
    return {found[2] for found in _MARK.finditer(text)}


def parts(text: str, known: Collection[str]) -> Iterator[str | Inline]:
    """The text and its pictures, in order. What names another file than the `known` is words like any other."""
    end = 0
    for found in _MARK.finditer(text):
        if found[2] in known:
            yield text[end : found.start()]
            yield Inline(found[2])
            end = found.end()
    yield text[end:]


def in_words(text: str, names: Mapping[str, str] | None = None) -> str:
    """The text where only words have a place: each picture by its name, the file's own where `names` has it."""
    return _MARK.sub(lambda found: f"[{(names or {}).get(found[2], found[1])}]", text)


def without(text: str, key: str) -> str:
    """The text without that picture."""
    return _MARK.sub(lambda found: "" if found[2] == key else found[0], text)
