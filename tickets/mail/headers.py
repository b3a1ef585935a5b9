"""Headers as words: encoded words, bare letters of any charset, names of files. No Django; nothing here raises."""

import base64
import binascii
import re
from email.message import Message
from email.policy import Compat32
from urllib.parse import unquote_to_bytes

from tickets.mail import charsets

# Where the address that a mail was really sent to may stand, besides To and Cc.
RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc", "resent-to")
_HEADER_BYTES, _ADDRESS_BYTES = 8_000, 64_000
# An encoded word (RFC 2047), with the blanks after it when another one follows; its charset may name a language.
_WORD = re.compile(
    r"=\?([\w.:*-]{1,60})\?([bq])\?([^?]*)\?=(?:\s+(?==\?[\w.:*-]{1,60}\?[bq]\?[^?]*\?=))?", re.IGNORECASE
)
_MARKED_LETTER = re.compile(rb"=([0-9a-f]{2})", re.IGNORECASE)
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


class HeaderPolicy(Compat32):
    """Hands out headers as they stand, as the newer policies raise on malformed ones, but none without end.

    `hint` is the charset that the mail's text says to be in: bare letters of its headers are often in the same.
    """

    hint = ""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if name.lower() in RECIPIENT_HEADERS:
            return name, value[:_ADDRESS_BYTES]
        # The nearest of what a mail answers stands last.
        return name, value[-_HEADER_BYTES:] if name.lower() == "references" else value[:_HEADER_BYTES]

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Letters that stand there bare, as newer mail programs send them in UTF-8 and old ones in anything."""
        content = value.encode("utf-8", "surrogateescape")
        return (
            charsets.decode(content, self.hint) if b"\x1b" in content or not value.isascii() else charsets.clean(value)
        )


def decoded(value: object) -> str:
    """A header's words, with encoded words decoded in whatever charset they name, and everything else as it is."""
    text, found, at = charsets.clean(str(value)), [], 0
    waiting: tuple[str, bytes] = ("", b"")
    for word in _WORD.finditer(text):
        charset = word[1].partition("*")[0].lower()
        if word.start() != at or charset != waiting[0]:
            # Neighbours in one charset are one text: some programs cut inside a letter.
            found += [charsets.decode(waiting[1], waiting[0]), text[at : word.start()]]
            waiting = (charset, b"")
        waiting = (charset, waiting[1] + _content(word[2], word[3]))
        at = word.end()
    found += [charsets.decode(waiting[1], waiting[0]), text[at:]]
    return charsets.clean("".join(found))


def _content(encoding: str, text: str) -> bytes:
    if encoding.lower() == "q":
        raw = text.replace("_", " ").encode("utf-8", "surrogateescape")
        return _MARKED_LETTER.sub(lambda found: binascii.unhexlify(found[1]), raw)
    return from_base64(text)


def from_base64(text: str) -> bytes:
    """The bytes, whatever stands between the letters and however many there are too many or too few."""
    letters = _NO_BASE64.sub("", text)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return base64.b64decode(letters + "=" * (-len(letters) % 4))


def file_name(part: Message) -> str:
    """The name that the part gives its file; "" when it gives none, "file" when nobody can tell which."""
    try:
        found = _parameter(part, "filename", "content-disposition") or _parameter(part, "name", "content-type")
    except (ValueError, LookupError, TypeError, AttributeError):
        return "file"
    return " ".join(found.split())


def _parameter(part: Message, name: str, header: str) -> str:
    value = part.get_param(name, None, header)
    if isinstance(value, tuple):
        # Python has undone the signs by which bytes are written, as if each byte was a letter.
        charset, _language, said = value
        return charsets.decode(said.encode("latin-1", "replace"), charset or "utf-8") if _is_bytes(said) else said
    if not isinstance(value, str):
        return ""
    if "%" in value and value.isascii():
        # Written as in a link, as some web mail does.
        said = charsets.decode(unquote_to_bytes(value), "utf-8")
        value = value if said.isascii() or "\ufffd" in said else said
    return decoded(value)


def _is_bytes(text: str) -> bool:
    return all(ord(sign) < 256 for sign in text)
