"""The text of an HTML mail, with quoted parts marked by "> ". Pure; it reads markup and never renders it."""

from html.parser import HTMLParser

_SKIPPED = frozenset({"head", "style", "script", "title", "template", "noscript"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# How Gmail, Yahoo and Outlook mark what they quote.
_QUOTE_CLASSES = frozenset({"gmail_quote", "gmail_quote_container", "yahoo_quoted", "moz-cite-prefix"})
_QUOTE_IDS = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        # Open elements as (tag, is skipped, is quoted).
        self.open: list[tuple[str, bool, bool]] = []
        self.rest_is_quoted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        names = dict(attrs)
        if (names.get("id") or "").lower() in _QUOTE_IDS:
            # Outlook's marker stands before the quoted part, not around it.
            self.rest_is_quoted = True
        if tag == "li":
            self.line = "- "
        if tag not in _VOID:
            quoted = tag == "blockquote" or bool(_QUOTE_CLASSES & set((names.get("class") or "").split()))
            self.open.append((tag, tag in _SKIPPED, quoted))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and not self.line.strip():
            self.lines.append("")
        elif tag in _BLOCKS or tag == "br":
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                break
        if tag == "p":
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not any(skipped for _tag, skipped, _quoted in self.open):
            words = " ".join(data.split())
            before = " " if data[:1].isspace() and self.line else ""
            self.line += f"{before}{words}{' ' if words and data[-1:].isspace() else ''}"

    def end_line(self) -> None:
        quoted = self.rest_is_quoted or any(quoted for _tag, _skipped, quoted in self.open)
        text = self.line.strip()
        if text:
            self.lines.append(f"> {text}" if quoted else text)
        self.line = ""


def to_text(html: str) -> str:
    """The readable text of an HTML document, at most one empty line between blocks."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    kept: list[str] = []
    for line in reader.lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
