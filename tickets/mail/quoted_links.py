"""Finds our case links in what a mail quotes: in its text, and behind the words of its HTML. No Django."""

from itertools import islice

from tickets.case_page.links import find_tokens
from tickets.mail import bodies
from tickets.mail.opening import opened, parts_of

# The footer of our mail stands in one of the first parts, and not behind a book.
_PARTS, _LETTERS = 20, 1_000_000


def tokens_in(raw: bytes) -> list[str]:
    """What looks like the token of a case page's link, in order; nothing here says whether we signed it."""
    texts = (bodies.text_of(part) for part in parts_of(opened(raw)))
    shown = (text[:_LETTERS] for text in islice(filter(None, texts), _PARTS))
    return list(dict.fromkeys(token for text in shown for token in find_tokens(text)))
