"""A stranger's HTML made harmless to look at: words, tables, sizes and colours. No Django.

What a mail may do here is a list of what it may; the page around it has a policy of its own besides, without scripts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

import nh3

from tickets.mail.html_text import read

_TABLE = frozenset({"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_TAGS = _TABLE | frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "ul",
        "wbr",
    ]
)
# Whose words are none.
_WITH_CONTENT = frozenset(
    [
        "script",
        "style",
        "title",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "textarea",
        "select",
        "option",
        "audio",
        "video",
        "canvas",
        "noembed",
        "noframes",
        "xmp",
        "plaintext",
    ]
)
_EVERYWHERE = frozenset({"dir", "lang", "align", "valign"})
_OF_TABLES = frozenset({"width", "height", "border", "cellpadding", "cellspacing", "colspan", "rowspan", "bgcolor"})
_ATTRIBUTES = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "font": frozenset({"color", "size", "face"}),
    **dict.fromkeys(_TABLE, _OF_TABLES),
}
# Nothing that leaves its place, loads, or lays itself over anything.
_PROPERTIES = frozenset(
    [
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-color",
        "border-left",
        "border-radius",
        "border-right",
        "border-spacing",
        "border-style",
        "border-top",
        "border-width",
        "color",
        "direction",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "height",
        "letter-spacing",
        "line-height",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-width",
        "min-width",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "table-layout",
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "vertical-align",
        "white-space",
        "width",
        "word-break",
        "word-spacing",
        "overflow-wrap",
    ]
)
_VALUE = re.compile(r"(?:[\w\s#.,%'\"/+-]|\b(?:rgb|rgba|hsl|hsla)\([\d\s.,%/deg-]*\))+", re.ASCII)
_LONGEST_VALUE, _MOST_STYLES = 200, 4_000
# More of what is open at once is words alone; what comes after would take time that grows with its square.
_DEEPEST = 100
_EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})


@dataclass(slots=True)
class Shown:
    """What stands in the page: its markup, the rules of its style sheet, and whether it has pictures from elsewhere."""

    markup: str = ""
    rules: list[str] = field(default_factory=list)
    has_remote: bool = False


def shown(html: str, pictures: Mapping[str, str], *, remote: bool, quoted: str) -> Shown:
    """The mail's HTML, cleaned.

    `pictures` are addresses of those that came with it, by Content-ID. Pictures from elsewhere are shown with `remote`
    alone. `quoted` is what stands on a folded quotation.
    """
    page = Shown()
    # Cut into pieces by what builds no tree, and put together anew; then a second reader, which knows what browsers do.
    page.markup = nh3.clean(
        read(html, _Writer(page, pictures, remote=remote, quoted=quoted)),
        tags={*_TAGS, "details", "summary"},
        clean_content_tags=set(_WITH_CONTENT),
        attributes={**{tag: set(names) for tag, names in _ATTRIBUTES.items()}, "*": {*_EVERYWHERE, "class"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return page


class _Writer:
    """Writes what the parser tells, as far as it may stand there; what it opens it also closes."""

    def __init__(self, page: Shown, pictures: Mapping[str, str], *, remote: bool, quoted: str) -> None:
        self.page, self.pictures, self.remote, self.quoted = page, pictures, remote, quoted
        self.pieces: list[str] = []
        # What closes each open element, "" for one that isn't written, and whether its words count.
        self.open: list[tuple[str, bool]] = []
        self.skipped = self.quotes = self.depth = 0
        self.styles: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        is_skipped = tag in _WITH_CONTENT
        self.skipped += is_skipped
        is_written = tag in _TAGS and not self.skipped and self.depth < _DEEPEST
        closing = f"</{tag}>" if is_written and tag not in _EMPTY else ""
        if closing:
            self.depth += 1
            if tag == "blockquote":
                if not self.quotes:
                    self.pieces.append(f"<details><summary>{escape(self.quoted)}</summary>")
                    closing += "</details>"
                self.quotes += 1
        self.open.append((closing, is_skipped))
        if is_written:
            self.pieces.append(f"<{tag}{self.attributes(tag, attributes)}>")

    def attributes(self, tag: str, attributes: Mapping[str, str]) -> str:
        allowed = _EVERYWHERE | _ATTRIBUTES.get(tag, frozenset())
        kept = (
            (name, self.value(name, value or "")) for name, value in attributes.items() if name in allowed | {"style"}
        )
        return "".join(
            f' {"class" if name == "style" else name}="{escape(value)}"' for name, value in kept if value is not None
        )

    def value(self, name: str, value: str) -> str | None:
        if name == "style":
            return self.style(value)
        if name == "href":
            return _target(value)
        return self.source(value) if name == "src" else value

    def style(self, value: str) -> str | None:
        """A rule for each style: a policy that lets attributes have styles would let anything have them."""
        said = _declarations(value)
        if not said or (said not in self.styles and len(self.styles) >= _MOST_STYLES):
            return None
        if said not in self.styles:
            self.styles[said] = f"s{len(self.styles)}"
            self.page.rules.append(f".{self.styles[said]}:not(#_):not(#_){{{said}}}")
        return self.styles[said]

    def source(self, value: str) -> str | None:
        address = value.strip()
        if address[:4].lower() == "cid:":
            return self.pictures.get(address[4:].strip("<>"))
        if address.partition(":")[0].lower() not in {"http", "https"}:
            return None
        self.page.has_remote = True
        return address if self.remote else None

    def end(self, tag: str) -> None:
        closing, is_skipped = self.open.pop()
        self.skipped -= is_skipped
        self.depth -= bool(closing)
        self.quotes -= closing.startswith("</blockquote>")
        self.pieces.append(closing)

    def data(self, text: str) -> None:
        if not self.skipped:
            self.pieces.append(escape(text, quote=False))

    def close(self) -> str:
        return "".join(self.pieces)


def _declarations(style: str) -> str:
    """The declarations that are nothing but looks."""
    kept = []
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), re.sub(r"!\s*important", "", value, flags=re.IGNORECASE).strip()
        is_plain = len(value) <= _LONGEST_VALUE and _VALUE.fullmatch(value) and _is_balanced(value)
        if colon and name in _PROPERTIES and is_plain and not value.startswith("-") and "/*" not in value:
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _is_balanced(value: str) -> bool:
    """No string that the next rule would end."""
    return value.count('"') % 2 == 0 and value.count("'") % 2 == 0 and "\n" not in value


def _target(value: str) -> str | None:
    """Where a link leads; nowhere when it pretends to be another site by a name before the @."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", "mailto", "tel"} or (parts.netloc and "@" in parts.netloc):
        return None
    return value.strip()
