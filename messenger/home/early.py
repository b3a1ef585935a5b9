"""When enough is typed to suggest something. Pure: no Django, no database."""

import unicodedata

_LETTERS = 2


def is_enough(query: str) -> bool:
    """Two letters, or one Han character, which is a word."""
    return len(query) >= _LETTERS or any(unicodedata.name(mark, "").startswith("CJK UNIFIED") for mark in query)
