"""Which files may come in, told by what is in them, never by their name. Pure: no Django, no Pillow, no clock."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why a file is not kept, as a key of `tickets.files.refusals.WORDS`."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    HEIC = "heic"
    ACTIVE = "active"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    INFECTED = "infected"
    NOT_NOW = "not_now"


class FileRefusedError(Exception):
    """A file that isn't kept. `refusal` says why, `name` which."""

    def __init__(self, refusal: Refusal, name: str = "") -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.name = name


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is served as, and the endings that its names may have, the usual one first.

    `picture` is what Pillow calls the format, or "".
    """

    content_type: str
    endings: tuple[str, ...]
    picture: str = ""


JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), "JPEG")
PNG = Kind("image/png", (".png",), "PNG")
GIF = Kind("image/gif", (".gif",), "GIF")
WEBP = Kind("image/webp", (".webp",), "WEBP")
PDF = Kind("application/pdf", (".pdf",))
TEXT = Kind("text/plain", (".txt", ".log", ".csv", ".tsv", ".json", ".md", ".har", ".yaml", ".yml", ".ini", ".toml"))
BY_CONTENT_TYPE = {kind.content_type: kind for kind in (JPEG, PNG, GIF, WEBP, PDF, TEXT)}
# What the picker of a browser offers; an iPhone makes a JPEG of its own format for it.
ACCEPT = ",".join(
    [
        JPEG.content_type,
        PNG.content_type,
        GIF.content_type,
        WEBP.content_type,
        PDF.content_type,
        "text/*",
        *TEXT.endings,
    ]
)

_BEGINNINGS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"GIF87a", GIF), (b"GIF89a", GIF))
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_TAIL = 2048
_MARKED = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Text has tabs, line ends, form feeds and the colours of a terminal; other control codes mean that it is none.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# What a browser would run when somebody opens the saved file in it.
_ACTIVE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|script|svg)"
)


def kind_of(content: bytes) -> Kind:
    """What the content is. Raises FileRefusedError for what may not come in."""
    if not content:
        raise FileRefusedError(Refusal.EMPTY)
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise FileRefusedError(Refusal.HEIC)
    if content.startswith(b"%PDF-"):
        return _checked_pdf(content)
    return _checked_text(content)


def _checked_pdf(content: bytes) -> Kind:
    """Nothing here reads a PDF; one that was cut short is told by its missing end."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise FileRefusedError(Refusal.BROKEN)
    return PDF


def _checked_text(content: bytes) -> Kind:
    encoding = _MARKED.get(content[:2], "")
    if not encoding and _CONTROL.search(content):
        raise FileRefusedError(Refusal.UNKNOWN)
    try:
        # A log of an old system may be in any charset; without control codes it is still one to read.
        words = content.decode(encoding or "latin-1")
    except UnicodeDecodeError as error:
        raise FileRefusedError(Refusal.UNKNOWN) from error
    if "\0" in words:
        raise FileRefusedError(Refusal.UNKNOWN)
    if _ACTIVE.match(words[:4096].removeprefix("\ufeff").removeprefix("ï»¿").lower()):
        raise FileRefusedError(Refusal.ACTIVE)
    return TEXT
