"""The key that opens a case beside its number, for who gave no address: sixteen letters to write down. No Django.

It is made of the case and our key, so nothing is stored; when a case's links are revoked it ends with them.
"""

import hmac
from collections.abc import Sequence

from tickets.references import ALPHABET

# 16 of 30 letters are 78 bits, far beyond guessing at a few tries an hour.
_LETTERS, _GROUP = 16, 4


def make_keyword(reference: str, *, epoch: int, key: str) -> str:
    """The keyword of a case, in groups of four letters."""
    number = int.from_bytes(
        hmac.new(key.encode(), f"case keyword\x1f{reference}\x1f{epoch}".encode(), "sha256").digest()
    )
    letters = ""
    for _place in range(_LETTERS):
        number, letter = divmod(number, len(ALPHABET))
        letters += ALPHABET[letter]
    return "-".join(letters[place : place + _GROUP] for place in range(0, _LETTERS, _GROUP))


def opens(typed: str, reference: str, *, epoch: int, keys: Sequence[str]) -> bool:
    """Whether what was typed is the case's keyword, however its groups and capitals were written."""
    plain = _plain(typed)
    made = [_plain(make_keyword(reference, epoch=epoch, key=key)) for key in keys]
    return any(hmac.compare_digest(plain.encode(), each.encode()) for each in made)


def _plain(typed: str) -> str:
    return "".join(typed.split()).replace("-", "").upper()
