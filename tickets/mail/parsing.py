"""Reads a raw mail into a value: who, to whom, about what, which thread. Pure; it never raises on a strange mail."""

import email
import email.parser
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message
from itertools import islice
from typing import Any

from tickets.mail import addresses, bodies, reports, threading

# Where the address that a mail was really sent to may stand, besides To and Cc.
_RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc", "resent-to")
# What a message's author may be called.
_LONGEST_LABEL = 200
# What is read of a mail. No honest one comes near; whatever stands beyond is in the raw mail, which is kept whole.
_PARTS, _FILES, _HEADERS, _RECIPIENTS = 1_000, 200, 1_000, 2_000
_HEADER_BYTES, _ADDRESS_BYTES, _ALL_HEADERS_BYTES = 8_000, 64_000, 500_000
_END_OF_HEADERS = re.compile(rb"\n\r?\n")
# Lines times boundaries: reading looks for each boundary in each line.
_MOST_COMPARISONS = 20_000_000
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_BARE_LETTERS = re.compile(r"([^\x00-\x7f]+)")


class _Policy(email.policy.Compat32):
    """Hands out headers as they stand, as the newer policies raise on malformed ones, but none without end."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if name.lower() in _RECIPIENT_HEADERS:
            return name, value[:_ADDRESS_BYTES]
        # The nearest of what a mail answers stands last.
        return name, value[-_HEADER_BYTES:] if name.lower() == "references" else value[:_HEADER_BYTES]

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Letters that stand there as bare UTF-8, as newer mail programs send them, are those letters."""
        return bodies.clean(value)


_POLICY = _Policy()


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """A mail as read. `mail_id` is "" when it has none; `sender_email` is "" unless exactly one person sent it."""

    mail_id: str
    sender_name: str
    sender_email: str
    recipients: list[str]
    subject: str
    thread_ids: list[str]
    headers: dict[str, str]
    returned: reports.Report | None = None
    authentication: list[str] = field(default_factory=list)
    text: str = ""
    quoted: str = ""
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files_digest: str = ""

    @property
    def sender_label(self) -> str:
        """Name and address, for a sender who isn't known from elsewhere."""
        return sender_label(self.sender_name, self.sender_email)

    def fingerprint(self, mail_id: str) -> str:
        """The same for each copy of the mail, whatever the servers on the way put into its headers."""
        words = " ".join(f"{self.text} {self.quoted}".split())
        names = [file["name"] for file in self.attachments]
        content = "\x1f".join([mail_id, self.sender_email, words, self.files_digest, *names])
        return hashlib.sha256(content.encode()).hexdigest()


def sender_label(name: str, email: str) -> str:
    """Name and address as one; the address alone beside a name too long, a sign for nobody."""
    label = f"{name} <{email}>" if name else email
    return (label if len(label) <= _LONGEST_LABEL else email[:_LONGEST_LABEL]) or "?"


def parse(raw: bytes) -> IncomingMail:
    """The mail as a value; broken headers and bodies come out empty or with replacement signs."""
    mail = opened(raw)
    parts = parts_of(mail)
    headers: dict[str, str] = {}
    for name, value in islice(mail.items(), _HEADERS):
        headers.setdefault(name.lower(), bodies.clean(str(value)))
    senders = _addresses(mail, "from")
    name, address = senders[0] if len({address for _name, address in senders}) == 1 else ("", "")
    text, quoted = bodies.split_quoted(bodies.body_of(parts))
    files = attached_parts(parts)
    return IncomingMail(
        mail_id=next(iter(threading.parse_message_ids(headers.get("message-id", ""))), ""),
        sender_name=name[:300],
        sender_email=address[:320],
        recipients=list(islice(_recipients(mail), _RECIPIENTS)),
        subject=" ".join(decoded(headers.get("subject", "")).split()),
        thread_ids=_thread_ids(headers),
        headers=headers,
        returned=reports.read(mail),
        authentication=[bodies.clean(str(value)) for value in mail.get_all("authentication-results", [])[:20]],
        text=text,
        quoted=quoted,
        attachments=[_described(part) for part in files],
        files_digest=_digest(files),
    )


def _bounded(raw: bytes) -> bytes:
    """The mail without the headers that come after so many bytes of them: each is an object, however short."""
    found = _END_OF_HEADERS.search(raw)
    end = found.start() + 1 if found else len(raw)
    if end <= _ALL_HEADERS_BYTES:
        return raw
    return raw[: raw.rfind(b"\n", 0, _ALL_HEADERS_BYTES) + 1] + raw[end:]


def opened(raw: bytes) -> Message:
    """The mail with its parts; without them when they are nested so deeply that nobody's program made them."""
    raw = _bounded(raw)
    if raw.count(b"\n") * (1 + len(_BOUNDARY.findall(raw))) <= _MOST_COMPARISONS:
        try:
            mail: Message = email.message_from_bytes(raw, policy=_POLICY)
            parts_of(mail)
        except RecursionError:
            pass
        else:
            return mail
    return email.parser.BytesHeaderParser(policy=_POLICY).parsebytes(raw)


def parts_of(mail: Message) -> list[Message]:
    """The mail and what it is made of, as far as we read."""
    return list(islice(mail.walk(), _PARTS))


def attached_parts(parts: list[Message]) -> list[Message]:
    """The parts that are files, in order."""
    return [part for part in parts if not part.is_multipart() and bodies.is_file(part)][:_FILES]


def attachment(raw: bytes, index: int) -> tuple[str, bytes] | None:
    """Name and content of the mail's attachment at `index`, or None when it has no such one."""
    parts = attached_parts(parts_of(opened(raw)))
    if not 0 <= index < len(parts):
        return None
    return _described(parts[index])["name"], _content(parts[index])


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _digest(files: list[Message]) -> str:
    """The same for the same files, whichever line ends a server on the way gave to those that are text."""
    each = (hashlib.sha256(_content(part).replace(b"\r\n", b"\n")).digest() for part in files)
    return hashlib.sha256(b"".join(each)).hexdigest()


def _described(part: Message) -> dict[str, Any]:
    name = " ".join(decoded(bodies.file_name(part)).split()) or "file"
    return {
        "name": name.replace("/", "_").replace("\\", "_")[:200],
        "type": bodies.clean(part.get_content_type())[:100],
        "size": len(_content(part)),
    }


def _addresses(mail: Message, header: str) -> list[tuple[str, str]]:
    values = [bodies.clean(str(value)) for value in mail.get_all(header, [])[:10]]
    found = [person for value in values for person in addresses.read(value, most=_RECIPIENTS)]
    return [(" ".join(decoded(name).split()), address.lower()) for name, address in found]


def _recipients(mail: Message) -> Iterator[str]:
    for header in _RECIPIENT_HEADERS:
        for value in mail.get_all(header, [])[:10]:
            for _name, address in addresses.read(bodies.clean(str(value)), most=_RECIPIENTS):
                yield address.lower()


def _thread_ids(headers: dict[str, str]) -> list[str]:
    """What the mail answers, nearest first: In-Reply-To, then References from the end."""
    ids = threading.parse_message_ids(headers.get("in-reply-to", ""))
    ids += reversed(threading.parse_message_ids(headers.get("references", "")))
    return list(dict.fromkeys(ids))


def decoded(value: object) -> str:
    """A header's words, with encoded words decoded in whatever charset they name, and bare letters as they are."""
    return "".join(_words(part) if part.isascii() else part for part in _BARE_LETTERS.split(bodies.clean(str(value))))


def _words(text: str) -> str:
    try:
        chunks = decode_header(text)
    except (ValueError, email.errors.HeaderParseError):
        return text
    words = [bodies.decode(chunk, name or "") if isinstance(chunk, bytes) else chunk for chunk, name in chunks]
    return bodies.clean("".join(words))
