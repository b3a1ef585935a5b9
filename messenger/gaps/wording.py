"""What somebody asked, as the beginning of an article: without what says who they are. Pure: no Django.

It takes out what can be known: addresses, numbers, links, secrets, and the names that the caller knows. The rest is
read by whoever writes the article, before anybody else sees it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from messenger.fin.wording import sentences
from web.secrets import mask

_PERSONAL = re.compile(
    r"""https?://\S+ | www\.\S+
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | (?<!\w)[+(]?\d[\d\s().-]{3,}\d  # a phone, a card, an order: five digits or more, however they are parted
      | \[[^\]\n]{1,60}••••[^\]\n]{0,9}\]  # where a secret was hidden
    """,
    re.VERBOSE,
)
_GONE = "…"
# In letters of one byte; a shorter one is a word like any other: "an".
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Beginning:
    """A title and questions to begin with."""

    title: str
    questions: list[str]


def impersonal(text: str, names: Iterable[str] = ()) -> str:
    """The text with … in place of what says who somebody is; `names` are theirs, as far as they are known."""
    text = _PERSONAL.sub(_GONE, mask(text).text)
    parts = {part for name in names for part in (name.strip(), *name.split())}
    for part in sorted(parts, key=len, reverse=True):
        if len(part.encode()) >= _SHORTEST_NAME:
            text = re.sub(_whole(part), _GONE, text, flags=re.IGNORECASE)
    return re.sub(rf"{_GONE}(?:\s*{_GONE})+", _GONE, text)


def beginning(texts: Iterable[str], *, names: Iterable[str] = (), longest: int, most: int) -> Beginning:
    """The title is the first text's first sentence; the questions are the texts, each once, cut to their beginning."""
    known = list(names)
    questions = dict.fromkeys(cut for text in texts if (cut := _cut(impersonal(text, known), longest)))
    kept = list(questions)[:most]
    return Beginning(_cut((sentences(kept[0]) or [""])[0], longest) if kept else "", kept)


def _cut(text: str, longest: int) -> str:
    """In one line, and no longer than that: whole sentences where one fits."""
    text = " ".join(text.split()).strip(f"{_GONE} ")
    if len(text) <= longest:
        return text
    whole = ""
    for sentence in sentences(text):
        if len(whole) + len(sentence) + 1 > longest:
            break
        whole = f"{whole} {sentence}".strip()
    return whole or text[: longest - 1].rstrip() + _GONE


def _whole(name: str) -> str:
    """As a word of its own, where the script has words."""
    edge = r"\b" if name.isascii() else ""
    return f"{edge}{re.escape(name)}{edge}"
