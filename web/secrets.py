"""Hides the secrets in what people write: keys, tokens, card numbers, passwords. Pure.

A mark takes a secret's place: its kind and, of keys and card numbers, how it ends, by which its owner and we know which
one is meant. Marks are stored, mailed and searched in the same words for every reader; the messenger shows them in the
reader's language, and beside them what they mean and what to do (`web.masked_words`). They say themselves what they
hide, so a draft that is sent later needs nothing stored beside it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from web.folding import Folded
from web.secret_shapes import Found, secrets_in

# The kinds, and what their marks say; the order is that of the sentences beside a message.
KINDS = {
    "api_key": "API key",
    "token": "token",
    "private_key": "private key",
    "card": "card number",
    "password": "password",
}
_KIND_OF = {words: kind for kind, words in KINDS.items()}
_DOTS = "••••"
_MARK = re.compile(rf"\[({'|'.join(KINDS.values())}) [A-Za-z0-9_.-]{{0,20}}{_DOTS}[A-Za-z0-9]{{0,4}}\]")
# No end is shown of what has no more than this.
_SHOWN_FROM, _LAST = 12, 4
_SILENT = frozenset({"password", "private_key"})


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets, and which kinds of them are hidden in it, here or before."""

    text: str
    kinds: tuple[str, ...] = ()


def mask(text: str) -> Masked:
    """The text with a mark in place of each secret. Masking it once more changes nothing."""
    folded = Folded(text)
    found = _apart(sorted(secrets_in(folded.text), key=lambda each: (each.start, -each.end)))
    pieces, at = [], 0
    for secret in found:
        start, end = folded.typed_span(secret.start, secret.end)
        pieces += [text[at:start], _mark(secret, folded.text[secret.start : secret.end])]
        at = end
    masked = "".join([*pieces, text[at:]])
    return Masked(masked, kinds_of(masked))


def holds_card_number(text: str) -> bool:
    """Whether the text holds a full card number, in any script's digits."""
    return any(found.kind == "card" for found in secrets_in(Folded(text).text))


def kinds_of(*texts: str) -> tuple[str, ...]:
    """The kinds of secrets whose marks stand in the texts."""
    hidden = {_KIND_OF[words] for text in texts if _DOTS in text for words in _MARK.findall(text)}
    return tuple(kind for kind in KINDS if kind in hidden)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text as it is shown: its marks say the names of their kinds."""
    if _DOTS not in text:
        return text
    return _MARK.sub(lambda mark: mark[0].replace(mark[1], names[_KIND_OF[mark[1]]], 1), text)


def _apart(found: list[Found]) -> list[Found]:
    """Those that overlap become one, of the kind that shows the least."""
    apart: list[Found] = []
    for each in found:
        if apart and each.start < apart[-1].end:
            one = apart[-1]
            kinds = {one.kind, each.kind}
            silent = next((kind for kind in ("private_key", "password") if kind in kinds), "")
            first = one if one.shown or not each.shown else each
            kind, shown = (silent, "") if silent and not _inside(one, each) else (first.kind, first.shown)
            apart[-1] = Found(one.start, max(one.end, each.end), kind, shown)
        else:
            apart.append(each)
    return apart


def _inside(one: Found, other: Found) -> bool:
    """Whether both are the same place: what is named a password and looks like a key is that key."""
    return (one.start, one.end) == (other.start, other.end)


def _mark(secret: Found, looks: str) -> str:
    letters = re.sub(r"[^A-Za-z0-9]", "", looks)
    shows_end = secret.kind not in _SILENT and len(letters) >= _SHOWN_FROM
    end = letters[-_LAST:] if shows_end else ""
    return f"[{KINDS[secret.kind]} {secret.shown}{_DOTS}{end}]"
