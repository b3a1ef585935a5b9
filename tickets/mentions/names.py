"""Which names stand behind an @ in a text. Pure: no Django, no clock, no database."""

import re
from collections.abc import Collection
from dataclasses import dataclass

SIGN = "@"


@dataclass(frozen=True, slots=True)
class Found:
    """A name behind its sign: where the sign stands, where the name ends, and the name as it was asked for."""

    start: int
    end: int
    name: str


def find(text: str, names: Collection[str]) -> list[Found]:
    """Each of the names where it stands in the text behind an @, the longest that fits, whatever its case.

    An @ inside of a word is an address's, and a name that goes on in letters is another one. Where words aren't parted
    by spaces, such as in Japanese, what follows a name of such letters belongs to the sentence.
    """
    known = {_folded(name): name for name in names if name.strip()}
    if not known:
        return []
    longest = sorted(known, key=lambda name: (-len(name), name))
    pattern = re.compile(
        rf"(?<![A-Za-z0-9._%+/\-{SIGN}])[{SIGN}\uff20](" + "|".join(_pattern(name) for name in longest) + r")",
        re.IGNORECASE,
    )
    return [Found(each.start(), each.end(), known[_folded(each.group(1))]) for each in pattern.finditer(text)]


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


def _pattern(name: str) -> str:
    """The name with any space between its parts, and its end: no letter or digit, nor a dot or dash before one."""
    parts = r"[ \u00a0\u3000]+".join(re.escape(part) for part in name.split())
    ends_latin = name[-1].isascii() and (name[-1].isalnum() or name[-1] == "_")
    return parts + (r"(?![A-Za-z0-9_\u00c0-\u024f])(?![.\-@+][A-Za-z0-9])" if ends_latin else "")
