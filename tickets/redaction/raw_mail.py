"""A raw mail without some words, or without one of its files. No Django."""

from collections.abc import Callable

from tickets.mail import originals, parsing
from tickets.redaction.words import MARK, without

NOTICE = f"{MARK} What stood here was taken out by the support team.\n"


def without_words(raw: bytes, words: str) -> bytes:
    """The same bytes when the words stand nowhere, else the mail rewritten; a notice where that can't be done."""
    try:
        changed = originals.rewritten(raw, _hiding(words))
    except Exception:
        # Better no mail than one that still says it.
        return NOTICE.encode()
    return changed


def without_file(raw: bytes, place: int) -> bytes:
    """The mail with a notice in place of its file at that place; the others keep their places."""
    try:
        mail = originals.opened_to_write(raw)
        part = parsing.attached_parts(parsing.parts_of(mail))[place]
        for name in ("Content-Transfer-Encoding", "Content-Type", "Content-Disposition", "Content-Description"):
            del part[name]
        part["Content-Type"] = 'text/plain; charset="utf-8"'
        part["Content-Disposition"] = 'attachment; filename="redacted.txt"'
        part.set_payload(NOTICE)
        return originals.closed(mail)
    except Exception:
        return NOTICE.encode()


def _hiding(words: str) -> Callable[[str], str]:
    return lambda text: without(text, words)
