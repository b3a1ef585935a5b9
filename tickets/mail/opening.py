"""A raw mail as a tree of parts, mended where servers and programs broke it; and what is in a part. No Django.

It never raises on a strange mail: what can't be mended stays text.
"""

import base64
import binascii
import codecs
import email
import email.parser
import quopri
import re
from email.errors import MessageError
from email.message import Message
from itertools import islice
from typing import Any

from tickets.mail.headers import HeaderPolicy, from_base64

# What is read of a mail. No honest one comes near; whatever stands beyond is in the raw mail, which is kept whole.
_PARTS, _ALL_HEADERS_BYTES = 1_000, 500_000
# Lines times boundaries: reading looks for each boundary in each line.
_MOST_COMPARISONS = 20_000_000
_END_OF_HEADERS = re.compile(rb"\n\r?\n")
# Nothing but blanks, and no header behind it: the empty line that some programs indent.
_BLANK_END = re.compile(rb"(?<=\n)[ \t]+(?=\r?\n(?![!-9;-~]{1,100}[ \t]*:|[ \t\r\n]))")
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
# What only a header begins with, where a text may begin with any word and a colon.
_SURE_HEADER = re.compile(
    rb"(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-[A-Za-z-]+|Received|Return-Path|Reply-To"
    rb"|In-Reply-To|References|Sender|DKIM-Signature|Delivered-To|Auto-Submitted|X-[A-Za-z0-9-]+|ARC-[A-Za-z-]+"
    rb"|List-[A-Za-z-]+)[ \t]*:",
    re.IGNORECASE,
)
DELIMITER = re.compile(rb"^--([^\s-][^\r\n]{0,199}?)[ \t]*\r?\n(?=[A-Za-z-]{1,60}:|\r?\n)", re.MULTILINE)
_MOST_MENDED = 20
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*={0,2}\s*")
_BASE64_PIECE = re.compile(r"[A-Za-z0-9+/]+=*")
# Whose values a line too many would spoil.
_SHORT_HEADER = re.compile(
    rb"(?:From|Sender|Reply-To|Return-Path|Message-ID|In-Reply-To|Date|MIME-Version|Content-[A-Za-z-]+)[ \t]*:"
    rb"(?!.*,\s*$)",
    re.IGNORECASE,
)


def opened(raw: bytes, policy: Any = None) -> Message:
    """The mail with its parts; without them when they are nested so deeply that nobody's program made them."""
    raw = _bounded(_with_headers(raw))
    own: Any = {"hint": _hint(raw)}
    policy = policy or HeaderPolicy(**own)
    if raw.count(b"\n") * (1 + len(_BOUNDARY.findall(raw))) <= _MOST_COMPARISONS:
        try:
            mail: Message = email.message_from_bytes(raw, policy=policy)
            _with_parts(mail, policy)
            parts_of(mail)
        except RecursionError:
            pass
        else:
            return mail
    headers: Message = email.parser.BytesHeaderParser(policy=policy).parsebytes(raw)
    return headers


def parts_of(mail: Message) -> list[Message]:
    """The mail and what it is made of, as far as we read, with the parts of mails inside it."""
    return list(islice(mail.walk(), _PARTS))


def children_of(part: Message) -> list[Message]:
    """The parts directly inside."""
    inside = part.get_payload()
    return [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []


def content_of(part: Message) -> bytes:
    """What is in the part, decoded, as far as its coding goes; of a mail inside a mail, the mail."""
    if part.is_multipart():
        return b"".join(_written(each) for each in children_of(part))
    said = str(part.get("Content-Transfer-Encoding", "")).lower()
    coding = re.split(r"[\s;,]", said.strip(), maxsplit=1)[0]
    if coding in {"base64", "base-64"}:
        text = part.get_payload()
        return _from_base64(text if isinstance(text, str) else "")
    decoded = part.get_payload(decode=True)
    content = decoded if isinstance(decoded, bytes) else b""
    # Python knows it by its bare name alone.
    return quopri.decodestring(content) if coding == "quoted-printable" != said else content


def _written(mail: Message) -> bytes:
    try:
        return mail.as_bytes()
    except RecursionError:  # mails in mails without end: what the outermost says of itself
        return _headers_of(mail)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return _headers_of(mail) + content_of(mail)


def _headers_of(mail: Message) -> bytes:
    lines = [f"{name}: {value}" for name, value in mail.items()]
    return "\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape")


def _from_base64(text: str) -> bytes:
    """The bytes of a part; a footer in clear that a list put below, or letters too many, do no harm."""
    if _BASE64.fullmatch(text):
        try:
            return base64.b64decode(text)
        except binascii.Error:
            pass
    found: list[bytes] = []
    piece: list[str] = []
    for line in text.split("\n"):
        letters = line.strip()
        if found and not letters:
            break  # behind its end
        if " " in letters:
            continue  # words
        for each in _BASE64_PIECE.findall(letters):
            piece.append(each)
            if each.endswith("="):
                found.append(from_base64("".join(piece)))
                piece = []
    return b"".join([*found, from_base64("".join(piece))])


def _hint(raw: bytes) -> str:
    found = _CHARSET.search(raw, 0, _ALL_HEADERS_BYTES)
    return found[1].decode("ascii", "replace") if found else ""


def _bounded(raw: bytes) -> bytes:
    """The mail without the headers that come after so many bytes of them: each is an object, however short."""
    found = _END_OF_HEADERS.search(raw)
    end = found.start() + 1 if found else len(raw)
    if end <= _ALL_HEADERS_BYTES:
        return raw
    return raw[: raw.rfind(b"\n", 0, _ALL_HEADERS_BYTES) + 1] + raw[end:]


def _with_headers(raw: bytes) -> bytes:
    """The mail with nothing before its headers, and with what is no header among them made part of the one above."""
    raw = raw.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    if raw.find(b"\r\r\n", 0, 2_000) >= 0:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    found = _END_OF_HEADERS.search(raw)
    end = found.start() + 1 if found else len(raw)
    indented = _BLANK_END.search(raw, 0, min(end, _ALL_HEADERS_BYTES))
    if indented:
        raw = raw[: indented.start()] + raw[indented.end() :]
        end = indented.start()
    head = raw[: min(end, _ALL_HEADERS_BYTES)]
    lines = head.splitlines(keepends=True)
    broken = [at for at, line in enumerate(lines) if not _belongs(line, at)]
    sure = [at for at, line in enumerate(lines) if _SURE_HEADER.match(line)]
    if not broken or not sure or broken[0] > sure[-1]:
        return raw
    for at in broken:
        # Below the last header, and before any, words are words.
        if sure[0] < at < sure[-1]:
            lines[at] = (b"X-Broken-Line: " if _SHORT_HEADER.match(lines[at - 1]) else b" ") + lines[at]
    # A text that somebody put above the headers is kept in one.
    above = [b"X-Above-The-Headers: " + lines[at] for at in broken if at < sure[0]]
    rest = [line for at, line in enumerate(lines) if not (at < sure[0] and at in set(broken))]
    return b"".join([*above, *rest]) + raw[len(head) :]


def _belongs(line: bytes, at: int) -> bool:
    return line[:1] in b" \t" or bool(_HEADER_LINE.match(line)) or (at == 0 and line.startswith((b"From ", b">From ")))


def _with_parts(mail: Message, policy: Any) -> None:
    """Find the parts of what says that it has some, by whatever stands between them."""
    mended = 0
    for part in islice(mail.walk(), _PARTS):
        if part.get_content_maintype() != "multipart" or part.is_multipart() or mended >= _MOST_MENDED:
            continue
        content = part.get_payload(decode=True)
        delimiter = DELIMITER.search(content) if isinstance(content, bytes) else None
        if delimiter is None:
            continue
        mended += 1
        boundary = re.sub(rb'(["\\])', rb"\\\1", delimiter[1])
        source = b'Content-Type: multipart/mixed; boundary="%s"\n\n%s' % (boundary, content)
        found = email.message_from_bytes(source, policy=policy)
        if found.is_multipart():
            part.set_payload(found.get_payload())
            part.set_param("boundary", delimiter[1].decode("ascii", "replace"))
