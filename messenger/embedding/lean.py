"""The loader's script and sheet as they are sent: without what only their readers need, for how ours are written."""

import re
from collections.abc import Iterator
from itertools import count

# A quoted text, or what stands around a mark that needs no space.
_TEXT_OR_SPACE = re.compile(r"""("[^"\n]*"|`[^`]*`)|\s*([{}()=<>;,:?|&!]+)\s*|\s+""")
_COMMENT = re.compile(r"(?:^| )//[^\n]*|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_OWN = re.compile(r"^  (?:const|let) (\w[\w, ]*)", re.MULTILINE)


def lean(text: str) -> str:
    """The text without comments and spaces; every statement in it ends with its own mark."""
    bare = _COMMENT.sub("", text)
    tight = _TEXT_OR_SPACE.sub(lambda found: found[1] or (found[2].strip() if found[2] else " "), bare).strip()
    return tight.replace(";}", "}").replace("},}", "}}")


def with_short_names(script: str, *, but: frozenset[str]) -> str:
    """The script with short names for what its outermost function names, unless a property is called the same.

    Names stay as they are in texts between double quotes, and those of `but` stay everywhere.
    """
    names = [name for found in _OWN.findall(script) for name in found.replace(" ", "").split(",")]
    short = _letters(script)
    for name in names:
        if name not in but and not _is_property(name, script):
            short_name = next(short)
            parts = re.split(r'("[^"\n]*")', script)
            parts[::2] = [re.sub(rf"\b{name}\b", short_name, part) for part in parts[::2]]
            script = "".join(parts)
    return script


def _letters(script: str) -> Iterator[str]:
    """Names that the script doesn't use yet."""
    used = set(re.findall(r"\w+", script))
    return (name for place in count() if (name := _letter(place)) not in used)


def _letter(place: int) -> str:
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return alphabet[place] if place < len(alphabet) else f"{alphabet[place % len(alphabet)]}{place}"


def _is_property(name: str, script: str) -> bool:
    """Whether it stands after a dot, before a colon in an object, or alone between an object's braces."""
    plain = script.replace("${", "$")
    return bool(re.search(rf"(?<!\.)\.{name}\b|[{{,]\s*{name}:|\{{([^{{}}();]*,)?\s*{name}\s*[,}}]", plain))
