"""The outline of parsed Markdown: headings with their anchors, and the plain text under each. Pure."""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token


class MarkdownError(Exception):
    """The text can't be rendered. `line` counts from 1 in the Markdown."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's part as plain text, one block a line; before the first heading, heading and anchor are empty."""

    heading: str
    anchor: str
    text: str


def heading_anchor(title: str) -> str:
    """An address part that keeps letters of every script: “ログインできませんか?” → “ログインできませんか”."""
    kept = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKC", title).casefold())
    return re.sub(r"[\s_-]+", "-", kept).strip("-") or "section"


def line_of(token: Token) -> int:
    """Where the block begins in the Markdown, from 1."""
    return token.map[0] + 1 if token.map else 1


def _plain(inline: Token) -> str:
    parts = []
    for child in inline.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).strip()


class Outline:
    """Collects headings and the plain text under each while the tokens go by."""

    def __init__(self) -> None:
        self.toc: list[dict[str, Any]] = []
        self.sections: list[Section] = []
        self._taken: set[str] = set()
        self._heading, self._anchor = "", ""
        self._lines: list[str] = []

    def heading(self, opening: Token, title: str) -> None:
        self.close()
        self._heading, self._anchor = title, self._free(heading_anchor(title))
        opening.attrSet("id", self._anchor)
        self.toc.append({"level": int(opening.tag[1:]), "anchor": self._anchor, "title": title})

    def _free(self, base: str) -> str:
        """The anchor, or with the first number that no other heading has."""
        numbered = (f"{base}-{number}" for number in itertools.count(2))
        anchor = next(each for each in itertools.chain([base], numbered) if each not in self._taken)
        self._taken.add(anchor)
        return anchor

    def block(self, text: str, *, same_line: bool) -> None:
        if text and same_line and self._lines:
            self._lines[-1] = f"{self._lines[-1]} · {text}" if self._lines[-1] else text
        elif text:
            self._lines.append(text)

    def row(self) -> None:
        self._lines.append("")

    def close(self) -> None:
        text = "\n".join(line for line in self._lines if line)
        if text or self._heading:
            self.sections.append(Section(self._heading, self._anchor, text))
        self._lines = []


def _link_to_itself(heading: Token, inline: Token) -> None:
    """Ends a heading with a link to it, for the mouse alone: whoever reads with ears or keys has the contents list."""
    attributes: dict[str, str | int | float] = {
        "class": "heading-anchor",
        "href": f"#{heading.attrGet('id')}",
        "aria-hidden": "true",
        "tabindex": "-1",
    }
    opening = Token("link_open", "a", 1, attrs=attributes)
    inline.children = [*(inline.children or ()), opening, Token("link_close", "a", -1)]


def outline_of(tokens: Sequence[Token]) -> Outline:
    """The outline; gives headings their ids on the way. Raises MarkdownError for a heading of level one."""
    outline = Outline()
    opening: Token | None = None
    in_cell = False
    for token in tokens:
        match token.type:
            case "heading_open":
                if token.tag == "h1":
                    raise MarkdownError("the title is the page's only top heading; start with ##", line_of(token))
                opening = token
            case "tr_open":
                outline.row()
            case "td_open" | "th_open":
                in_cell = True
            case "td_close" | "th_close":
                in_cell = False
            case "fence" | "code_block":
                outline.block(token.content.strip(), same_line=False)
            case "inline" if opening is not None:
                outline.heading(opening, _plain(token))
                _link_to_itself(opening, token)
                opening = None
            case "inline":
                outline.block(_plain(token), same_line=in_cell)
    outline.close()
    return outline
