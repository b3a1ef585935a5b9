"""Takes words out of texts, of rows and of markup. No Django."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

# Stands in the place of what was taken out, in every language the same.
MARK = "[redacted]"
SHORTEST = 2
# Between two words of a text that was wrapped or quoted by a mail program.
_BETWEEN = r"(?:\s|>|&gt;)+"


def can_be_taken(words: str) -> bool:
    """Whether there is enough to look for, and not the mark itself."""
    plain = " ".join(words.split())
    return len(plain) >= SHORTEST and plain.casefold() not in MARK


def without(text: str, words: str) -> str:
    """The text with the mark in place of the words, however they are broken into lines, in any case."""
    return _pattern(words.split()).sub(MARK, text)


def without_in_markup(text: str, words: str) -> str:
    """The same of HTML, where letters may be written otherwise."""
    ways = [_escaped(words), _escaped(words).replace("&#x27;", "&#39;"), html.escape(words, quote=False), words]
    for way in dict.fromkeys(ways):
        text = without(text, way)
    return text


def without_in_lines(lines: Iterable[Mapping[str, Any]], words: str, names: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of stored values: only what stands under these names is anybody's words."""
    found = frozenset(names)
    return [{key: _deep(value, words) if key in found else value for key, value in line.items()} for line in lines]


def _deep(value: Any, words: str) -> Any:
    if isinstance(value, str):
        return without(value, words)
    if isinstance(value, list):
        return [{**each, "name": without(str(each.get("name", "")), words)} for each in value if isinstance(each, dict)]
    return value


def _escaped(words: str) -> str:
    return html.escape(words)


def _pattern(parts: list[str]) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(map(re.escape, parts)), re.IGNORECASE)
