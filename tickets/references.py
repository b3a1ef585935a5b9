"""Public ticket references such as HC-7K3M-9Q2X: opaque, easy to read out, never a row number."""

import re
import secrets

PREFIX = "HC"
# No 0/O, 1/I/L, U: what people mix up when they read or type it, and what spells words.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = re.compile(rf"{PREFIX}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def make_reference() -> str:
    """A new reference; about 39 bits, so the caller relies on the database for uniqueness."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def find_all(text: str) -> list[str]:
    """The references in a text, in order, however somebody typed their letters."""
    return list(dict.fromkeys(PATTERN.findall(text.upper())))
