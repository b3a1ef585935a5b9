"""What is sent to Claude: the rules, the sections as documents that can be cited, and the question. Pure: no Django."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from messenger.fin.writers.drafts import Source
from messenger.fin.writers.sentences import pieces

if TYPE_CHECKING:  # the library takes long to load
    from anthropic.types import DocumentBlockParam, TextBlockParam

RULES = Path(__file__).with_name("system.txt").read_text(encoding="utf-8")
MOST_SOURCES = 10
# In characters. Articles' sections are far shorter; this bounds what one answer can cost.
MOST_OF_A_SOURCE = 6000
MOST_OF_A_QUESTION = 4000
MOST_OF_WHAT_WAS_SAID = 1000
MOST_BEFORE = 4
_MOST_OF_A_TITLE = 200


def rules(language: str) -> "list[TextBlockParam]":
    """The rules are the same for everybody and so can be cached; the language stands behind them."""
    return [
        {"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": f"Write the answer in {language}."},
    ]


def parts(source: Source) -> list[str]:
    """The sentences of a source, as they are sent: a citation names one or several of them."""
    found: list[str] = []
    length = 0
    for piece in pieces(source.text.strip()):
        length += len(piece)
        if length > MOST_OF_A_SOURCE:
            break
        found.append(piece)
    return found or [source.text.strip()[:MOST_OF_A_SOURCE]]


def document(source: Source) -> "DocumentBlockParam":
    """A section of which each sentence can be cited."""
    title = " – ".join(part for part in (source.title, source.heading) if part)
    return {
        "type": "document",
        "source": {"type": "content", "content": [{"type": "text", "text": part} for part in parts(source)]},
        "title": title[:_MOST_OF_A_TITLE],
        "context": f"Section at {source.path}, language {source.locale}, version {source.version}.",
        "citations": {"enabled": True},
    }


def asked(question: str, before: Sequence[str]) -> "TextBlockParam":
    """What the person said, fenced; what looks like a fence in it is escaped."""
    earlier = [f"<message>{_fenced(text, MOST_OF_WHAT_WAS_SAID)}</message>" for text in before[-MOST_BEFORE:]]
    fenced = f"<question>\n{_fenced(question, MOST_OF_A_QUESTION)}\n</question>"
    return {"type": "text", "text": "\n".join(["<earlier_messages>", *earlier, "</earlier_messages>", fenced])}


def _fenced(text: str, most: int) -> str:
    return escape(text.strip()[:most], quote=False)
