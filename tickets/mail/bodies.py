"""The text of a mail out of its parts: what was written, what was forwarded, and what there is to tell of it.

No Django. What is quoted in the text is told apart by `tickets.mail.quoting`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message

from tickets.mail import attached, calendars, charsets, flowed
from tickets.mail.attached import MailFile, is_file
from tickets.mail.headers import decoded
from tickets.mail.html_text import LONGEST_HTML, to_text
from tickets.mail.opening import DELIMITER, children_of, content_of

# Of a longer text the beginning is shown, with a mark; the whole is in the raw mail.
_LONGEST_TEXT, _CUT = 200_000, "\n[…]"
# Deeper ones are read one after the other; so many mails inside one another, and in one another.
_DEEPEST, _MAILS_DEEP, _MAILS = 60, 3, 5
# "Your program can't show HTML", beside HTML that says so much more.
_LONGEST_STUB, _TIMES_MORE = 300, 3
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w:.-]{1,40})""", re.IGNORECASE)
_PGP = "-----BEGIN PGP MESSAGE-----"
_PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_INNER_HEADERS = ("From", "Date", "To", "Cc", "Subject")


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands beside the text, by a kind of `tickets.mail.remarks`, with its values."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Body:
    """What a mail says. `forwarded` is what others said in mails that came with it."""

    text: str
    forwarded: str = ""
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str  # "plain", "html" or "picture"
    text: str


def read_body(mail: Message, files: list[MailFile], *, depth: int = 0) -> Body:
    """The mail's own text, in the order of its parts, without its files."""
    reader = _Reader(files)
    pieces = reader.pieces(mail, 0)
    texts = [piece.text.strip("\n") for piece in pieces if piece.kind != "picture" and piece.text.strip()]
    if not texts and (packed := attached.packed_text(files)):
        pieces = [_Piece("plain", packed.text or to_text(packed.html))]
    parts = attached.outline(mail)
    body = Body(_shortened(_in_order(pieces)), remarks=_remarks(parts, texts))
    if depth < _MAILS_DEEP:
        inner = [child for part in parts if part.get_content_maintype() == "message" for child in _mails_in(part)]
        body.forwarded = _shortened("\n\n".join(_told(each, depth) for each in inner[:_MAILS]))
    return body


def body_of(mail: Message) -> str:
    """The mail's own text."""
    return read_body(mail, attached.files_of(mail)).text


def text_of(part: Message) -> str | None:
    """What a part that is text of the mail says, plain or HTML; None for any other part."""
    if part.is_multipart() or is_file(part):
        return None
    content_type = part.get_content_type()
    if part.get_content_maintype() == "multipart":
        # Says that it has parts, and nobody finds them; of those that are too deep nobody reads any.
        content_type = "text/plain" if not DELIMITER.search(content_of(part)) else ""
    if content_type not in {"text/plain", "text/html"}:
        return None
    content, charset = content_of(part), _charset(part)
    if content_type == "text/html" and not charset and (found := _META_CHARSET.search(content, 0, 4_000)):
        charset = found[1].decode("ascii", "replace")
    text = charsets.decode(content, charset, utf7=content_type == "text/plain")
    if content_type == "text/plain" and _parameter(part, "format") == "flowed":
        text = flowed.joined(text, delete_space=_parameter(part, "delsp") == "yes")
    return text


class _Reader:
    """Goes through the parts, and remembers how much HTML may still be read."""

    def __init__(self, files: Iterable[MailFile]) -> None:
        self.names = {id(file.part): file.name for file in files}
        self.pictures = {content_id(file.part): file.name for file in files if content_id(file.part)}
        self.html_left = LONGEST_HTML

    def pieces(self, part: Message, depth: int) -> list[_Piece]:
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inside = children_of(part)
            if depth >= _DEEPEST:
                inside = [each for each in attached.outline(part) if each.get_content_maintype() != "multipart"]
            groups = [self.pieces(each, depth + 1) for each in inside]
            if part.get_content_type() == "multipart/alternative":
                return _best(groups)
            return [piece for group in groups for piece in group]
        text = text_of(part)
        if text is None:
            is_shown = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
            return [_Piece("picture", self.names.get(id(part), ""))] if is_shown and not content_id(part) else []
        if part.get_content_type() != "text/html":
            return [_Piece("plain", text)]
        words = to_text(text[: self.html_left], self.pictures)
        self.html_left -= min(self.html_left, len(text))
        return [_Piece("html", words)]


def _best(groups: list[list[_Piece]]) -> list[_Piece]:
    """Of what says the same in several ways the plain one, unless that says nothing."""
    said = [group for group in groups if any(piece.text.strip() for piece in group if piece.kind != "picture")]
    plain = next((group for group in said if all(piece.kind != "html" for piece in group)), None)
    rich = next((group for group in reversed(said) if any(piece.kind == "html" for piece in group)), None)
    if plain is None or rich is None:
        return plain or rich or []
    return rich if _is_stub(_words(plain), _words(rich)) else plain


def _words(pieces: list[_Piece]) -> str:
    return " ".join(" ".join(piece.text.split()) for piece in pieces if piece.kind != "picture")


def _is_stub(plain: str, rich: str) -> bool:
    if len(plain) > _LONGEST_STUB or len(rich) < _TIMES_MORE * len(plain):
        return False
    beginning = re.sub(r"\W", "", plain)[:40].lower()
    return beginning not in re.sub(r"\W", "", rich).lower()


def _in_order(pieces: list[_Piece]) -> str:
    """The texts, with a picture's name where it stands between two of them."""
    said = [at for at, piece in enumerate(pieces) if piece.kind != "picture" and piece.text.strip()]
    if not said:
        return ""
    kept = pieces[said[0] : said[-1] + 1]
    texts = (f"[{piece.text}]" if piece.kind == "picture" else piece.text.strip("\n") for piece in kept)
    return "\n\n".join(text for text in texts if text.strip())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + _CUT


def _remarks(parts: list[Message], texts: list[str]) -> list[Remark]:
    found = []
    for part in parts:
        content_type = part.get_content_type()
        if content_type == "multipart/encrypted":
            found.append(Remark("pgp"))
        elif content_type in _PKCS7:
            is_signed = _parameter(part, "smime-type") in {"signed-data", "certs-only"}
            found.append(Remark("smime_signed" if is_signed else "smime"))
        elif content_type == "text/calendar":
            event = calendars.read(charsets.decode(content_of(part), _charset(part)))
            if event is not None:
                names = ("method", "summary", "when", "place", "answer")
                found.append(Remark("invitation", {name: getattr(event, name) for name in names}))
    if any(_PGP in text for text in texts):
        found.append(Remark("pgp"))
    return [remark for at, remark in enumerate(found) if remark not in found[:at]][:5]


def _mails_in(part: Message) -> list[Message]:
    return children_of(part) if part.get_content_type() in {"message/rfc822", "message/global"} else []


def _told(mail: Message, depth: int) -> str:
    """A forwarded mail as text: what stands above it, and what it says."""
    heads = [
        f"{name}: {' '.join(decoded(mail.get(name, '')).split())[:300]}" for name in _INNER_HEADERS if name in mail
    ]
    inner = read_body(mail, [], depth=depth + 1)
    return "\n\n".join(text for text in ("\n".join(heads), inner.text, inner.forwarded) if text)


def content_id(part: Message) -> str:
    """How the mail's HTML names the part, "" for one that isn't named."""
    return charsets.clean(str(part.get("Content-ID", ""))).strip().strip("<>")[:300]


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except (ValueError, LookupError, TypeError):
        return ""
    return value.strip().lower() if isinstance(value, str) else ""


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (ValueError, LookupError, TypeError):
        return ""
