"""What a file is called once it is here. Pure: no Django."""

import re
import unicodedata

from tickets.files.kinds import Kind

# A file system keeps 255 bytes of a name; a browser may add " (1)".
_MOST_BYTES = 200
_JOINS_EMOJI = "\u200d"


def tidy(name: str, kind: Kind) -> str:
    """The last part of the name in visible characters, short, with an ending that says what the file is."""
    words = _visible(name).strip(". ")
    stem, dot, ending = words.rpartition(".")
    if not dot or f".{ending.lower()}" not in kind.endings:
        # What it isn't stays readable, and in front: "page.html.txt".
        stem, ending = words, kind.endings[0].removeprefix(".")
    stem = stem.encode()[:_MOST_BYTES].decode(errors="ignore").strip(". ")
    return f"{stem or 'file'}.{ending}"


def shown(name: str) -> str:
    """The name as a sentence about a file that isn't kept says it."""
    return _visible(name)[:100]


def _visible(name: str) -> str:
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(mark if _is_seen(mark) else " " if mark.isspace() else "" for mark in base)
    return " ".join(re.sub(r'[<>:"|?*]', "_", seen).split())


def _is_seen(mark: str) -> bool:
    """No control code, no mark that turns the reading direction, no line end, no half of a pair."""
    return mark == _JOINS_EMOJI or unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
