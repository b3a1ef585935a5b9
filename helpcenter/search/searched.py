"""What is kept of a search: its words, alike for everyone, and only where they say nothing of a person. Pure."""

import re
import unicodedata

from web.secrets import mask

LONGEST = 100
# Five digits in a row are a number of somebody's: a card, a phone, an order. An error's code has three or four.
_PERSONAL = re.compile(r"@|https?:|www\.|\d[\d .-]{3,}\d")
_AROUND = " \t\n.,;:!?。、！？…"


def searched(query: str) -> str:
    """The words of a search as they are counted; "" for what isn't kept: an address, a number, a key, a letter."""
    words = " ".join(unicodedata.normalize("NFKC", query).casefold().split()).strip(_AROUND)
    if not words or len(words) > LONGEST or _PERSONAL.search(words) or mask(query).text != query:
        return ""
    return words
