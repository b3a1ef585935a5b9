"""The key in a screen's address: beyond guessing, and short enough to type with a remote control. No Django."""

import re
import secrets

from tickets.references import ALPHABET

# 78 bits.
_GROUPS, _GROUP = 4, 4
LONGEST = _GROUPS * _GROUP + _GROUPS - 1
_KEY = re.compile(rf"[{ALPHABET.lower()}]{{{_GROUPS * _GROUP}}}")


def make_key() -> str:
    """A new key, such as `k7m2-9qxw-4tbn-c3hd`."""
    letters = ALPHABET.lower()
    return "-".join("".join(secrets.choice(letters) for _ in range(_GROUP)) for _ in range(_GROUPS))


def read_key(typed: str) -> str | None:
    """The key as we write it, whatever the case and the hyphens it was typed with; None where it can't be one."""
    letters = typed.lower().replace("-", "")
    if not _KEY.fullmatch(letters):
        return None
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
