"""The text of an HTML mail, with quoted parts marked by "> ". No Django; it reads markup and never renders it.

libxml2 (in C) cuts the markup into tags and text and builds no tree: trees are what hostile HTML attacks.
"""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from lxml.etree import HTMLParser

# Of a longer HTML text the beginning is read: what a person wrote stands there, and the whole is in the raw mail.
LONGEST_HTML = 500_000
# The parser looks along all open elements at these; so often at most, counted every so many letters.
_LOOK = re.compile("</|<body", re.IGNORECASE)
_MOST_LOOKS, _STEP = 100_000_000, 4_096
# What somebody writes about, and what a browser would swallow up to the next ">".
_NO_MARKUP = re.compile(r"<(?=!\[(?!if|endif|else|cdata)|[/?](?![a-z]))", re.IGNORECASE)

_SKIPPED = frozenset({"head", "style", "script", "title", "template", "noscript"})
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"),
        *("pre", "section", "table", "tr", "ul"),
    ]
)
_CELLS = frozenset({"td", "th"})
# How Gmail, Yahoo and others mark what they quote.
_QUOTE_CLASSES = frozenset({"gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote"})
# Around a quotation as a whole: who answers in between writes into them, below the first quoted words.
_QUOTE_BOXES = frozenset({"gmail_quote", "gmail_quote_container", "gmail_extra"})
_QUOTE_IDS = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})
# A longer target is a counter's.
_LONGEST_TARGET = 500


class _Reader:
    """What the parser tells, piece by piece; each element that starts also ends, an unclosed one with its parent."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        self.pictures = pictures
        self.lines: list[str] = []
        self.line: list[str] = []
        self.has_words = False  # whether the line has any
        # Open elements as (is skipped, is quoted, keeps its lines, is a box), and how many of each there are.
        self.open: list[tuple[bool, bool, bool, bool]] = []
        self.skipped = self.quoted = self.pre = self.boxes = 0
        self.rest_is_quoted = False
        self.box_has_quote = False
        # Where the open link leads, and its words so far.
        self.target = ""
        self.label: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.break_before(tag)
        if (attributes.get("id") or "").lower() in _QUOTE_IDS:
            # Outlook's marker stands before the quoted part, not around it.
            self.rest_is_quoted = True
        if tag == "li":
            self.add("- ")
        elif tag == "img" and not self.skipped:
            name = self.pictures.get((attributes.get("src") or "").removeprefix("cid:").strip("<>"))
            self.add(f"[{name}]" if name else "")
        elif tag == "a":
            self.target, self.label = (attributes.get("href") or "").strip(), []
        classes = (attributes.get("class") or "").lower().split()
        is_quoted = tag == "blockquote" or not _QUOTE_CLASSES.isdisjoint(classes)
        is_box = not _QUOTE_BOXES.isdisjoint(classes)
        self.open.append((tag in _SKIPPED, is_quoted, tag == "pre", is_box))
        self.skipped += tag in _SKIPPED
        self.quoted += is_quoted
        self.pre += tag == "pre"
        self.box_has_quote = (self.box_has_quote and self.boxes > 0) or tag == "blockquote"
        self.boxes += is_box

    def break_before(self, tag: str) -> None:
        if tag == "br" and not self.has_words:
            self.lines.append("")
        elif tag in _BLOCKS or tag == "br":
            self.end_line()
        elif tag in _CELLS:
            self.line.append(" ")

    def end(self, tag: str) -> None:
        if tag == "a":
            self.end_link()
        if tag in _BLOCKS:
            self.end_line()
        skipped, quoted, pre, box = self.open.pop()
        self.skipped -= skipped
        self.quoted -= quoted
        self.pre -= pre
        self.boxes -= box
        if tag == "p":
            self.lines.append("")

    def end_link(self) -> None:
        """Where a link leads stands behind its words, unless they say so."""
        target, words = self.target, "".join(self.label).strip()
        if target.startswith(("http://", "https://")) and len(target) <= _LONGEST_TARGET and words:
            bare = target.removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
            if bare.lower() not in words.lower():
                self.add(f" <{target}>")
        self.target, self.label = "", []

    def data(self, text: str) -> None:
        if self.skipped:
            return
        if self.target:
            self.label.append(text)
        first, *following = text.split("\n") if self.pre else [text]
        self.add(first)
        for line in following:
            self.end_line(as_it_stands=True)
            self.add(line)

    def add(self, text: str) -> None:
        self.line.append(text)
        self.has_words = self.has_words or bool(text.strip())

    def end_line(self, *, as_it_stands: bool = False) -> None:
        whole = "".join(self.line)
        text = whole.rstrip() if as_it_stands or self.pre else " ".join(whole.split())
        if text:
            is_quoted = self.rest_is_quoted or self.quoted or (self.boxes and not self.box_has_quote)
            self.lines.append(f"> {text}" if is_quoted else text)
        elif as_it_stands:
            self.lines.append("")
        self.line, self.has_words = [], False

    def close(self) -> str:
        """The lines, at most one of them empty between two others."""
        self.end_line()
        kept: list[str] = []
        for line in self.lines:
            if line or (kept and kept[-1]):
                kept.append(line)
        return "\n".join(kept).strip()


class Target(Protocol):
    """What the parser tells of the elements and the text."""

    open: list[Any]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...
    def close(self) -> str: ...


def to_text(html: str, pictures: Mapping[str, str] | None = None) -> str:
    """The readable text of an HTML document, at most one empty line between blocks.

    `pictures` are the names of those that came with it, by Content-ID; each stands in brackets at its place.
    """
    return read(html, _Reader(pictures or {}))


def read(html: str, target: Target) -> str:
    """What the target makes of the document; of one that would take for ever, of its beginning."""
    looks, parser = 0, HTMLParser(target=target)
    source = _NO_MARKUP.sub("&lt;", html[:LONGEST_HTML])
    for at in range(0, len(source) or 1, _STEP):
        step = source[at : at + _STEP]
        looks += len(target.open) * len(_LOOK.findall(step))
        if looks > _MOST_LOOKS:
            break
        parser.feed(step)
    return str(parser.close())
