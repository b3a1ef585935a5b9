"""A reply that goes out in another language than its author wrote, and what may be wrong with it. No Django."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from tickets.files import inline
from tickets.references import PATTERN

_ADDRESS = re.compile(r"https?://[^\s<>\"'、。」』）】]+")
# What somebody left to be filled in: {name}, {{ name }}.
_VARIABLE = re.compile(r"\{\{?\s*[\w.]+\s*\}?\}")
# What ends a sentence behind an address isn't part of it.
_AFTER = ".,;:!?)]}*_"


class Doubt(StrEnum):
    """Why a reply is held up once before it goes out, until its author says that it is meant so."""

    WAITING = "waiting"
    STALE = "stale"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Translation:
    """What goes out in place of the author's words; `of` is the mark of the words that it was made from."""

    text: str = ""
    into: str = ""
    of: str = ""

    def is_of(self, words: str) -> bool:
        """Whether these are the words that it was made from, as far as is known."""
        return not self.of or self.of == mark_of(words)


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands in the editor again: the author's words, and what they were sent as."""

    body: str
    translation: Translation


NONE = Translation()


def mark_of(words: str) -> str:
    """The same for the same words, however a form ends its lines."""
    return sha256(_plain(words).encode()).hexdigest()[:16]


def lost(words: str, text: str) -> list[str]:
    """Addresses, references, variables and pictures of the words that the text doesn't have; in order, each once."""
    return [each for each in _kept(words) if each not in text]


def doubts(words: str, translation: Translation) -> list[Doubt]:
    """What its author is told before it goes out; none without a translation."""
    if not translation.text.strip():
        return []
    found = [] if translation.is_of(words) else [Doubt.STALE]
    return [*found, Doubt.LOST] if lost(words, translation.text) else found


def accepted(words: str, translation: Translation) -> str:
    """What the form says when its author has read the doubts about just this."""
    return mark_of(f"{_plain(words)}\0{_plain(translation.text)}")


def restored(*, sent: str, own_words: str, into: str, begun: str, begun_translation: str) -> Restored:
    """The editor of who takes a reply back; what was begun meanwhile stays below, in both languages."""
    whole = own_words or sent
    body = f"{whole}\n\n{begun}".rstrip()
    if not own_words:
        return Restored(body, NONE)
    text = f"{sent}\n\n{begun_translation}".rstrip()
    return Restored(body, Translation(text, into, mark_of(whole)))


def _kept(words: str) -> list[str]:
    addresses = [found.rstrip(_AFTER) for found in _ADDRESS.findall(words)]
    pictures = [f"(file:{key})" for key in sorted(inline.keys_in(words))]
    found = [*addresses, *PATTERN.findall(words), *_VARIABLE.findall(words), *pictures]
    return list(dict.fromkeys(found))


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
