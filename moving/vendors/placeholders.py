"""The places in other desks' macros, as ours: known ones are translated, unknown ones marked. No Django."""

import re
from collections.abc import Mapping

from moving.values import SkippedError

_PLACE = re.compile(r"\{\{(?P<inside>.*?)\}\}", re.DOTALL)
_FALLBACK = re.compile(r"^\s*(?:fallback|default)\s*:?\s*(?P<words>.*?)\s*$", re.DOTALL)
_ATTRIBUTE = re.compile(r"<attribute\b(?P<inside>[^<>]*)/?>(?:</attribute>)?", re.IGNORECASE)
_KEY = re.compile(r"\bkey=\"([^\"]*)\"")
_DEFAULT = re.compile(r"\bdefault=\"([^\"]*)\"")


def translated(body: str, known: Mapping[str, str]) -> str:
    """The text with our places. One that isn't known stands as [[its name]]: whoever uses the macro sees it.

    Raises SkippedError for a text with conditions, which would all be said at once.
    """
    if "{%" in body:
        raise SkippedError("its text has conditions ({% … %}); write it anew")
    text = _PLACE.sub(lambda match: _place(match["inside"], known), body)
    # A brace that belongs to no place couldn't be saved here.
    return "\n".join(_without_strays(line) for line in text.split("\n"))


def marked(body: str) -> list[str]:
    """The names of the places that weren't known."""
    return re.findall(r"\[\[(.+?)\]\]", body)


def attributes(html: str) -> str:
    """Intercom's elements for places as it writes them in plain text."""

    def place(match: re.Match[str]) -> str:
        key, default = _KEY.search(match["inside"]), _DEFAULT.search(match["inside"])
        said = f" | fallback: '{default[1]}'" if default and default[1] else ""
        return f"{{{{{key[1]}{said}}}}}" if key else ""

    return _ATTRIBUTE.sub(place, html)


def _place(inside: str, known: Mapping[str, str]) -> str:
    name, _bar, rest = inside.partition("|")
    ours = known.get(name.strip().lower())
    if ours is None:
        return f"[[{' '.join(inside.split())}]]"
    said = _FALLBACK.match(rest)
    instead = " ".join(said["words"].strip("'\"“”‘’").translate(_NO_BRACES).split()) if said else ""
    return f"{{{{ {ours} | {instead} }}}}" if instead else f"{{{{ {ours} }}}}"


def _without_strays(line: str) -> str:
    kept = re.sub(r"\{\{ [a-z_.]+(?: \| [^{}]*)? \}\}", lambda match: match[0].translate(_HIDDEN), line)
    return kept.replace("{{", "{ {").replace("}}", "} }").translate(_SHOWN)


_NO_BRACES = str.maketrans("", "", "{}")
_HIDDEN = str.maketrans("{}", "\ue000\ue001")
_SHOWN = str.maketrans("\ue000\ue001", "{}")
