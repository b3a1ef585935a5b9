"""The signed token of a case page's link: for one ticket and one person on it, and without their names in it.

No Django: keys are passed in; it knows no row and no setting. What nobody signed is told apart without asking anybody.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from tickets.references import ALPHABET, PREFIX

# 128 bits of signature, beyond guessing, and 40 that tell the few people of a ticket apart; in letters that survive a
# mail program that changes their case.
_SIGNATURE_BYTES, _PERSON_BYTES = 16, 5
_MOST_FOUND = 20
_TOKEN = re.compile(rf"([{ALPHABET.lower()}]{{8}})-([0-9]{{1,9}})-([a-z2-7]{{8}})([a-z2-7]{{26}})", re.IGNORECASE)


# What follows one of these in an address is signed by `tickets.not_me.links` or `tickets.ratings.links`, or by whoever
# packs a question; or is the key of a screen, by `tickets.screens.keys`.
_STOPS = re.compile(r"((?:/|%2F)(?:not-me|rating|wall|messenger(?:/|%2F)packet)(?:/|%2F))[^\s/?&\"']+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says that we signed: which ticket, which round of its links, and whose it is, as a seal."""

    reference: str
    epoch: int
    person: str
    key: str = field(repr=False)

    def is_for(self, email: str) -> bool:
        """Whether it was made for the person with this address."""
        return hmac.compare_digest(_person(self.reference, email, self.key), self.person)


def make_token(reference: str, email: str, *, epoch: int, key: str) -> str:
    """The token of this person's link to this ticket: the same each time, until the epoch moves on."""
    person = _person(reference, email, key)
    letters = reference.removeprefix(PREFIX).replace("-", "").lower()
    return f"{letters}-{epoch}-{person}{_signature(reference, str(epoch), person, key)}"


def read_token(token: str, *, keys: Sequence[str]) -> Link | None:
    """What the token says, if one of the keys signed it, or None."""
    match = _TOKEN.fullmatch(token.lower())
    if match is None:
        return None
    letters, epoch, person, signature = match.groups()
    reference = f"{PREFIX}-{letters[:4]}-{letters[4:]}".upper()
    for key in keys:
        if hmac.compare_digest(_signature(reference, epoch, person, key), signature):
            return Link(reference, int(epoch), person, key)
    return None


def find_tokens(text: str) -> list[str]:
    """What looks like our tokens in a text, first come first; a few, as nobody quotes more."""
    return list(dict.fromkeys(match[0].lower() for match in islice(_TOKEN.finditer(text), _MOST_FOUND)))


def hide_tokens(text: str) -> str:
    """The text without what would open a case page or stop a case: for logs, and for what others on the ticket read."""
    return _STOPS.sub(r"\1…", _TOKEN.sub("…", text))


def _person(reference: str, email: str, key: str) -> str:
    return _seal(key, _PERSON_BYTES, "case person", reference, email.strip().lower())


def _signature(reference: str, epoch: str, person: str, key: str) -> str:
    return _seal(key, _SIGNATURE_BYTES, "case", reference, epoch, person)


def _seal(key: str, length: int, *parts: str) -> str:
    digest = hmac.new(key.encode(), "\x1f".join(parts).encode(), hashlib.sha256).digest()[:length]
    return base64.b32encode(digest).decode().rstrip("=").lower()
