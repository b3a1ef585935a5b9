"""What Outlook packed into a winmail.dat (TNEF). No Django; a broken one has nothing in it."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field

from tnefparse import TNEF

from tickets.mail import charsets

# Larger ones stay as they are: reading copies them several times.
_LARGEST, _FILES, _NESTED = 30_000_000, 100, 5
# The library tells of every oddity.
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class Winmail:
    """Its text, plain and HTML, and its files with their names."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def read(content: bytes) -> Winmail:
    """What is in it; of a mail inside it, the files too."""
    found = Winmail()
    if len(content) > _LARGEST:
        return found
    with suppress(Exception):  # the library raises whatever it stumbles over; what was read so far is kept
        _read(TNEF(content, do_checksum=False), found, _NESTED)
    return found


def _read(opened: TNEF, found: Winmail, depth: int) -> None:
    found.text = found.text or _text(opened.body)
    found.html = found.html or _text(opened.htmlbody)
    for file in opened.attachments:
        embedded = getattr(file, "embed", None)
        if embedded is not None and depth:
            inner = Winmail()
            _read(embedded, inner, depth - 1)
            found.files += inner.files
        elif len(found.files) < _FILES and isinstance(file.data, bytes):
            found.files.append((_name(file), file.data))


def _name(file: object) -> str:
    try:
        name = file.long_filename()  # type: ignore[attr-defined]
    except (UnicodeError, ValueError, AttributeError, TypeError):
        name = b""
    return _text(name) or "file"


def _text(value: object) -> str:
    said = charsets.decode(value, "") if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return charsets.clean(said).strip()
