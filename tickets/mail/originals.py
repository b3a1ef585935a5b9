"""A raw mail without the secrets of its text. No Django; files in the mail stay as they are."""

import email.policy
from collections.abc import Callable
from email.header import Header
from email.message import Message

from tickets.mail import bodies
from tickets.mail.headers import decoded
from tickets.mail.html_text import to_text
from tickets.mail.opening import opened, parts_of
from web.secrets import mask

# Lines are left as long as they are.
_POLICY = email.policy.compat32.clone(max_line_length=None)
_HEADERS = ("Subject", "Thread-Topic")


def without_secrets(raw: bytes) -> bytes:
    """The same bytes when nothing in them has to be hidden, else the mail with its texts and its subject rewritten."""
    try:
        return rewritten(raw, _masked)
    except Exception:
        # A mail that the library can't put together again is no reason not to read it: what stands in clear is hidden.
        return mask(raw.decode("utf-8", "surrogateescape")).text.encode("utf-8", "surrogateescape")


def rewritten(raw: bytes, hide: Callable[[str], str]) -> bytes:
    """The mail with what `hide` makes of its texts and its subject; the same bytes when that changes nothing.

    Raises whatever the library does on a mail that it can't put together again.
    """
    if not _hide(opened(raw), hide):
        return raw
    mail = opened_to_write(raw)
    _hide(mail, hide)
    return closed(mail)


def opened_to_write(raw: bytes) -> Message:
    """The mail as it can be put together again."""
    return opened(raw, _POLICY)


def closed(mail: Message) -> bytes:
    """Its bytes."""
    return mail.as_bytes(policy=_POLICY)


def _masked(text: str) -> str:
    return mask(text).text


def _hide(mail: Message, hide: Callable[[str], str]) -> bool:
    """Rewrites what has to be hidden; whether there was any."""
    parts = [_hide_in_part(part, hide) for part in parts_of(mail)]
    headers = [_hide_in_header(mail, name, hide) for name in _HEADERS]
    return any((*parts, *headers))


def _hide_in_header(mail: Message, name: str, hide: Callable[[str], str]) -> bool:
    said = decoded(mail.get(name, ""))
    hidden = hide(said)
    if hidden == said:
        return False
    mail.replace_header(name, Header(" ".join(hidden.split()), "utf-8").encode(maxlinelen=0))
    return True


def _hide_in_part(part: Message, hide: Callable[[str], str]) -> bool:
    said = bodies.text_of(part)
    if said is None:
        return False
    hidden = hide(said)
    if part.get_content_type() == "text/html":
        # Tags may stand inside a secret; then only the words are kept.
        words = to_text(hidden)
        if hide(words) != words:
            part.set_type("text/plain")
            hidden = hide(words)
    if hidden == said:
        return False
    del part["Content-Transfer-Encoding"]
    part.set_payload(hidden, "utf-8")
    return True
