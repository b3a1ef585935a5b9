"""Reads a raw mail into a value: who, to whom, about what, which thread. Pure; it never raises on a strange mail."""

import email
import email.parser
import email.policy
from collections import deque
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import Any

from tickets.mail import bodies, threading

# Where the address that a mail was really sent to may stand, besides To and Cc.
_RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc", "resent-to")
# What a message's author may be called.
_LONGEST_LABEL = 200


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
    text: str = ""
    quoted: str = ""
    attachments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sender_label(self) -> str:
        """Name and address, for a sender who isn't known from elsewhere; the address alone beside a name too long."""
        label = f"{self.sender_name} <{self.sender_email}>" if self.sender_name else self.sender_email
        return label if len(label) <= _LONGEST_LABEL else self.sender_email[:_LONGEST_LABEL]


def parse(raw: bytes) -> IncomingMail:
    """The mail as a value; broken headers and bodies come out empty or with replacement signs."""
    mail = _read(raw)
    headers: dict[str, str] = {}
    for name, value in mail.items():
        headers.setdefault(name.lower(), _decoded(value))
    senders = _addresses(mail, "from")
    name, address = senders[0] if len(senders) == 1 else ("", "")
    text, quoted = bodies.split_quoted(bodies.body_of(mail))
    return IncomingMail(
        mail_id=next(iter(threading.parse_message_ids(headers.get("message-id", ""))), "")[:998],
        sender_name=name[:300],
        sender_email=address[:320],
        recipients=[address for header in _RECIPIENT_HEADERS for _name, address in _addresses(mail, header)],
        subject=" ".join(headers.get("subject", "").split()),
        thread_ids=_thread_ids(mail, headers),
        headers=headers,
        text=text,
        quoted=quoted,
        attachments=[_described(part) for part in attached_parts(mail)],
    )


def _read(raw: bytes) -> Message:
    """The mail with its parts; without them when they are nested so deeply that nobody's program made them."""
    # The compat32 policy hands out headers as they stand; the newer one raises on malformed ones.
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.compat32)
        deque(mail.walk(), maxlen=0)
    except RecursionError:
        return email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
    return mail


def attached_parts(mail: Message) -> list[Message]:
    """The parts that are files, in order."""
    return [part for part in mail.walk() if not part.is_multipart() and bodies.is_file(part)]


def attachment(raw: bytes, index: int) -> tuple[str, bytes] | None:
    """Name and content of the mail's attachment at `index`, or None when it has no such one."""
    parts = attached_parts(_read(raw))
    if not 0 <= index < len(parts):
        return None
    return _described(parts[index])["name"], _content(parts[index])


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _described(part: Message) -> dict[str, Any]:
    name = " ".join(_decoded(bodies.file_name(part)).split()) or "file"
    return {
        "name": name.replace("/", "_").replace("\\", "_")[:200],
        "type": part.get_content_type(),
        "size": len(_content(part)),
    }


def _addresses(mail: Message, header: str) -> list[tuple[str, str]]:
    values = [str(value) for value in mail.get_all(header, [])]
    found = getaddresses([bodies.clean(value) for value in values])
    return [(" ".join(_decoded(name).split()), address.lower()) for name, address in found if "@" in address]


def _thread_ids(mail: Message, headers: dict[str, str]) -> list[str]:
    """What the mail answers, nearest first: In-Reply-To, References from the end, and what a bounce brings back."""
    ids = threading.parse_message_ids(headers.get("in-reply-to", ""))
    ids += reversed(threading.parse_message_ids(headers.get("references", "")))
    for part in list(mail.walk())[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            returned = email.message_from_bytes(_content(part), policy=email.policy.compat32)
            ids += threading.parse_message_ids(str(returned.get("message-id", "")))
        elif part.get_content_type() == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            if isinstance(inner, Message):
                ids += threading.parse_message_ids(str(inner.get("message-id", "")))
    return list(dict.fromkeys(ids))


def _decoded(value: object) -> str:
    """A header's words, with encoded words decoded in whatever charset they name."""
    try:
        chunks = decode_header(str(value))
    except (ValueError, email.errors.HeaderParseError):
        return bodies.clean(str(value))
    words = [bodies.decode(chunk, name or "") if isinstance(chunk, bytes) else chunk for chunk, name in chunks]
    return bodies.clean("".join(words))
