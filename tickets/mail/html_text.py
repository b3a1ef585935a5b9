"""The text of an HTML mail, with quoted parts marked by "> ". No Django; it reads markup and never renders it."""

from collections import Counter

from tickets.mail.markup import Kind, Piece, attribute, pieces

# Of a longer HTML text the beginning is read: what a person wrote stands there, and the whole is in the raw mail.
LONGEST_HTML = 500_000

_SKIPPED = frozenset({"head", "style", "script", "title", "template", "noscript"})
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"),
        *("pre", "section", "table", "tr", "ul"),
    ]
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# How Gmail, Yahoo and Outlook mark what they quote.
_QUOTE_CLASSES = frozenset({"gmail_quote", "gmail_quote_container", "yahoo_quoted", "moz-cite-prefix"})
_QUOTE_IDS = frozenset({"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"})


class _Reader:
    """Goes along the pieces with counts of what is open, so that no piece asks all the open ones."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.has_words = False  # whether the line has any
        # Open elements as (tag, is skipped, is quoted), and how many of each there are.
        self.open: list[tuple[str, bool, bool]] = []
        self.tags: Counter[str] = Counter()
        self.skipped = self.quoted = 0
        self.rest_is_quoted = False

    def read(self, piece: Piece) -> None:
        if piece.kind is Kind.TEXT:
            self.text(piece.text)
        elif piece.kind is Kind.START:
            self.start(piece.name, piece.attributes)
        else:
            self.end(piece.name)

    def start(self, tag: str, attributes: str) -> None:
        self.break_before(tag)
        if attribute(attributes, "id") in _QUOTE_IDS:
            # Outlook's marker stands before the quoted part, not around it.
            self.rest_is_quoted = True
        if tag == "li":
            self.add("- ")
        if tag not in _VOID:
            classes = attribute(attributes, "class").split()
            self.push(tag, tag in _SKIPPED, tag == "blockquote" or not _QUOTE_CLASSES.isdisjoint(classes))

    def break_before(self, tag: str) -> None:
        if tag == "br" and not self.has_words:
            self.lines.append("")
        elif tag in _BLOCKS or tag == "br":
            self.end_line()
        elif tag in _CELLS:
            self.line.append(" ")

    def push(self, tag: str, skipped: bool, quoted: bool) -> None:
        self.open.append((tag, skipped, quoted))
        self.tags[tag] += 1
        self.skipped += skipped
        self.quoted += quoted

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        while self.tags[tag]:  # unclosed ones inside it end with it
            last, skipped, quoted = self.open.pop()
            self.tags[last] -= 1
            self.skipped -= skipped
            self.quoted -= quoted
            if last == tag:
                break
        if tag == "p":
            self.lines.append("")

    def text(self, text: str) -> None:
        if self.skipped:
            return
        first, *following = text.split("\n") if self.tags["pre"] else [text]
        self.add(first)
        for line in following:
            self.end_line(as_it_stands=True)
            self.add(line)

    def add(self, text: str) -> None:
        self.line.append(text)
        self.has_words = self.has_words or bool(text.strip())

    def end_line(self, *, as_it_stands: bool = False) -> None:
        whole = "".join(self.line)
        text = whole.rstrip() if as_it_stands or self.tags["pre"] else " ".join(whole.split())
        if text:
            self.lines.append(f"> {text}" if self.rest_is_quoted or self.quoted else text)
        elif as_it_stands:
            self.lines.append("")
        self.line, self.has_words = [], False


def to_text(html: str) -> str:
    """The readable text of an HTML document, at most one empty line between blocks."""
    reader = _Reader()
    for piece in pieces(html[:LONGEST_HTML]):
        reader.read(piece)
    reader.end_line()
    kept: list[str] = []
    for line in reader.lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
