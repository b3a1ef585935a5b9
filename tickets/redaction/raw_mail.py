"""A raw mail without some words, or without one of its files. No Django."""

from collections.abc import Callable
from email.message import Message

from tickets.mail import attached, originals
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
        part = attached.files_of(mail)[place].part
        if attached.is_file(part):
            _replace(part)
        else:
            _replace_nameless(part)
        return originals.closed(mail)
    except Exception:
        return NOTICE.encode()


def _replace(part: Message) -> None:
    _strip(part)
    part["Content-Type"] = 'text/plain; charset="utf-8"'
    part["Content-Disposition"] = 'attachment; filename="redacted.txt"'
    part.set_payload(NOTICE)


def _replace_nameless(part: Message) -> None:
    """A notice that has no name either, and one for each file with a name that was inside: so places stay."""
    notice, inside = Message(), len(attached.holds(part))
    notice["Content-Type"] = attached.REDACTED_TYPE
    notice.set_payload(NOTICE)
    _strip(part)
    if not inside:
        part["Content-Type"] = attached.REDACTED_TYPE
        part.set_payload(NOTICE)
        return
    part["Content-Type"] = "multipart/mixed"
    part.set_payload([notice])
    for _file in range(inside):
        named = Message()
        _replace(named)
        part.attach(named)


def _strip(part: Message) -> None:
    for name in ("Transfer-Encoding", "Type", "Disposition", "Description", "ID"):
        del part[f"Content-{name}"]


def _hiding(words: str) -> Callable[[str], str]:
    return lambda text: without(text, words)
