"""Cuts HTML into tags and text in one pass, however it is broken. No Django; it knows no element and builds no tree.

Trees are what hostile HTML attacks: the parsers of browsers take quadratic time over 60,000 nested elements or
attributes, and Python's own over an unclosed comment. Here each character is looked at a fixed number of times.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a piece is."""

    TEXT = auto()
    START = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with its entities read, or a tag; `name` is in lower case, `attributes` as written."""

    kind: Kind
    name: str = ""
    text: str = ""
    attributes: str = ""


_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,30})")
# What else hides up to the next ">". Anything less, such as a "<![" that somebody writes about, is text.
_OTHER = re.compile(r"<(?:[!?][a-zA-Z]|!\[(?:if|endif|else|cdata)\b)", re.IGNORECASE)
# Inside a tag: the end, or the beginning of a quoted value, which may hold a ">".
_TAG_STOP = re.compile(r""">|=\s*(["'])""")
# Elements whose content is no markup; up to their end tag nothing else counts.
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "xmp")}
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,30})\s{0,9}=\s{0,9}(?:"([^"]{0,500})"|'([^']{0,500})'|([^\s"'>]{1,500}))""")


def attribute(attributes: str, wanted: str) -> str:
    """The value of one attribute of a tag, in lower case; "" when it isn't there."""
    for name, double, single, bare in _ATTRIBUTE.findall(attributes[:2000]):
        if name.lower() == wanted:
            return str(double or single or bare).lower()
    return ""


def pieces(source: str) -> Iterator[Piece]:
    """The tags and texts in order; comments, declarations and instructions are left out."""
    missing: set[str] = set()  # what doesn't come any more, so that nobody looks for it twice
    at = shown = 0
    while (at := source.find("<", at)) >= 0:
        tag = _TAG.match(source, at)
        end = _end_of_tag(source, tag.end(), missing) if tag else _end_of_other(source, at, missing)
        if end is None:  # a "<" that begins nothing is text
            at += 1
            continue
        if at > shown:
            yield Piece(Kind.TEXT, text=unescape(source[shown:at]))
        at = shown = end
        if tag is None:
            continue
        name = tag[2].lower()
        yield Piece(Kind.END if tag[1] else Kind.START, name, attributes=source[tag.end() : end - 1])
        if not tag[1] and name in _RAW:
            closing = _RAW[name].search(source, at)
            at = shown = closing.start() if closing else len(source)
    if shown < len(source):
        yield Piece(Kind.TEXT, text=unescape(source[shown:]))


def unescape(text: str) -> str:
    """The text with its entities read; as it stands when one names a number beyond reading."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def _end_of_tag(source: str, at: int, missing: set[str]) -> int | None:
    """Where the tag that has begun is over, or None when it never is."""
    if ">" in missing:
        return None
    while stop := _TAG_STOP.search(source, at):
        at = stop.end()
        if stop[1] is None:
            return at
        closing = -1 if stop[1] in missing else source.find(stop[1], at)
        if closing < 0:  # a quote that nobody closes is a letter like others
            missing.add(stop[1])
        else:
            at = closing + 1
    missing.add(">")
    return None


def _end_of_other(source: str, at: int, missing: set[str]) -> int | None:
    """The end of a comment, declaration or instruction at `at`, or None when it is none."""
    if source.startswith("<!--", at):
        closing = _find("-->", source, at + 2, missing)
        return closing + 3 if closing >= 0 else at + 4  # what an unclosed comment would hide is shown
    if _OTHER.match(source, at):
        closing = _find(">", source, at, missing)
        return closing + 1 if closing >= 0 else None
    return None


def _find(what: str, source: str, at: int, missing: set[str]) -> int:
    found = -1 if what in missing else source.find(what, at)
    if found < 0:
        missing.add(what)
    return found
