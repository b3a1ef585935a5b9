"""Addresses, numbers, markup and leaks in a sentence: what may stand there. Pure: no Django."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from messenger.fin.writers.drafts import Source
from messenger.fin.writers.sentences import folded

_MARKDOWN_LINK = re.compile(r"\[([^\]\n]*)\]\(\s*([^)\s]*)[^)]*\)")
_URL = re.compile(
    r"""(?:[a-z][a-z0-9+.-]*:)?//[^\s<>"'）)」』。、，]+  # with a scheme, or after the page's own
      | (?<![\w@/.-])www\.[^\s<>"'）)」』。、，]+
      | (?<![\w@/.-])(?:[\w-]+\.)+[^\W\d_]{2,24}(?::\d+)?(?:/[^\s<>"'）)」』。、，]*)?  # example.com/there
      | (?<![\w/.])/[a-z][^\s<>"'）)」』。、，]*  # a path on this site
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SCHEME = re.compile(r"\b(?:javascript|vbscript|data|file|blob|mailto|tel|sms):", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_IMAGE = re.compile(r"!\[")
_HTML = re.compile(r"<\s*[a-z/!][^>]*>?", re.IGNORECASE)
_FENCE = re.compile(r"```|~~~|^\s*\|.*\|\s*$|\[\[|\]\]|\]\s*:\s*\S", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_STEP = re.compile(r"^\s*\(?\d{1,2}[.)．、]\s*(?=\D)")
_KEY = re.compile(r"sk-ant-", re.IGNORECASE)
_TRAILING = ".,;:!?…"
# So many letters in a row of our rules are no chance.
LEAK = 40


def plain(text: str) -> str:
    """Links of Markdown as their words alone: the citations below the answer lead there. Emphasis as its words."""
    text = _MARKDOWN_LINK.sub(lambda link: link[1] or link[2], text)
    return re.sub(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__|`([^`\n]+)`", lambda found: found[1] or found[2] or found[3], text)


def has_markup(text: str) -> bool:
    """Whether it has a picture, HTML, or what else is no running text."""
    return bool(_IMAGE.search(text) or _HTML.search(text) or _FENCE.search(text))


def leads_elsewhere(text: str, sources: Sequence[Source], site: str) -> bool:
    """Whether it has an address of the web, for mail or of another kind that none of these sources has itself."""
    if _SCHEME.search(text) and not all(_stands_in(match[0], sources) for match in _SCHEME.finditer(text)):
        return True
    if any(not _stands_in(match[0], sources) for match in _MAIL.finditer(text)):
        return True
    own = {place for source in sources for place in (source.path, f"{site}{source.path}")}
    known = {address for source in sources for address in _known(source.text)}
    return any(address not in own | known for address in addresses(_MAIL.sub(" ", text)))


def addresses(text: str) -> Iterator[str]:
    """The addresses of the web in a text, the target of a Markdown link too."""
    for link in _MARKDOWN_LINK.finditer(text):
        yield link[2].rstrip(_TRAILING)
    for match in _URL.finditer(_MARKDOWN_LINK.sub(r"\1", text)):
        yield match[0].rstrip(_TRAILING)


@lru_cache(maxsize=64)
def _known(text: str) -> frozenset[str]:
    return frozenset(addresses(text))


def has_other_numbers(text: str, sources: Sequence[Source]) -> bool:
    """Whether it has a number, such as a telephone's, that none of these sources has; not a step's own number."""
    known = {number for source in sources for number in _numbers(f"{source.title} {source.heading} {source.text}")}
    # An address is looked at as a whole.
    return any(number not in known for number in _numbers(_URL.sub(" ", _STEP.sub("", text))))


def leaking(texts: Sequence[str], rules: str) -> set[int]:
    """Which of these sentences have a key's beginning, or a part of a stretch of the rules, also one that goes on."""
    found = {number for number, text in enumerate(texts) if _KEY.search(folded(text))}
    said, owner = "", []
    for number, text in enumerate(texts):
        word = folded(text) + " "
        said += word
        owner += [number] * len(word)
    windows = _windows(rules)
    for at in range(len(said) - LEAK + 1):
        if said[at : at + LEAK] in windows:
            found.update(owner[at : at + LEAK])
    return found


@lru_cache(maxsize=4)
def _windows(rules: str) -> frozenset[str]:
    known = folded(rules)
    return frozenset(known[at : at + LEAK] for at in range(len(known) - LEAK + 1))


def _numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text)):
        yield "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in match[0])


def _stands_in(text: str, sources: Sequence[Source]) -> bool:
    return any(folded(text) in folded(source.text) for source in sources)
