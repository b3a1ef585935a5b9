"""Reads a raw mail into a value: who, to whom, about what, which thread. Pure; it never raises on a strange mail."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import Message
from email.utils import parsedate_tz
from itertools import islice
from typing import Any

from tickets.mail import absences, addresses, attached, bodies, charsets, doors, quoting, reports, threading
from tickets.mail.attached import MailFile
from tickets.mail.bodies import Remark
from tickets.mail.headers import RECIPIENT_HEADERS, decoded
from tickets.mail.opening import opened

# What a message's author may be called.
_LONGEST_LABEL = 200
# What is read of a mail's headers; the rest is in the raw mail.
_HEADERS, _RECIPIENTS = 1_000, 2_000


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
    remarks: list[Remark] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files_digest: str = ""

    @property
    def is_absence(self) -> bool:
        """Whether a program says that its reader is away or has read it, rather than about some order or error."""
        answers = bool(self.thread_ids) or absences.is_automatic_subject(self.subject)
        return answers and self.returned is None and bool(self.text)

    @property
    def returns_on(self) -> date | None:
        """The day that an automatic reply names for being back."""
        sent = parsedate_tz(self.headers.get("date", ""))
        try:
            written = date(*sent[:3]) if sent else None
        except ValueError:
            written = None
        return absences.returns_on(self.text, written)

    @property
    def sender_label(self) -> str:
        """Name and address, for a sender who isn't known from elsewhere."""
        return sender_label(self.sender_name, self.sender_email)

    def enveloped(self, envelope: doors.Envelope) -> "IncomingMail":
        """The same, with what the door heard where the mail itself doesn't say: for whom, and where failures go."""
        headers = self.headers
        if envelope.sender is not None and "return-path" not in headers:
            headers = headers | {"return-path": f"<{envelope.sender}>"}
        recipients = [each.lower() for each in envelope.recipients] + self.recipients
        return replace(self, headers=headers, recipients=recipients[:_RECIPIENTS])

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
    headers: dict[str, str] = {}
    for name, value in islice(mail.items(), _HEADERS):
        headers.setdefault(name.lower(), charsets.clean(str(value)))
    senders = _addresses(mail, "from")
    name, address = senders[0] if len({address for _name, address in senders}) == 1 else ("", "")
    files = attached.files_of(mail)
    body = bodies.read_body(mail, files)
    text, quoted = quoting.split_quoted(body.text)
    return IncomingMail(
        mail_id=next(iter(threading.parse_message_ids(headers.get("message-id", ""))), ""),
        sender_name=name[:300],
        sender_email=address[:320],
        recipients=list(islice(_recipients(mail), _RECIPIENTS)),
        subject=" ".join(decoded(headers.get("subject", "")).split()),
        thread_ids=_thread_ids(headers),
        headers=headers,
        returned=reports.read(mail, body.text),
        authentication=[charsets.clean(str(value)) for value in mail.get_all("authentication-results", [])[:20]],
        text=text,
        quoted="\n\n".join(said for said in (quoted, body.forwarded) if said),
        remarks=body.remarks,
        attachments=[_described(file) for file in files],
        files_digest=_digest(files),
    )


def attachment(raw: bytes, index: int) -> tuple[str, bytes] | None:
    """Name and content of the mail's attachment at `index`, or None when it has no such one."""
    files = attached.files_of(opened(raw))
    return (files[index].name, files[index].content) if 0 <= index < len(files) else None


def _digest(files: list[MailFile]) -> str:
    """The same for the same files, whichever line ends a server on the way gave to those that are text."""
    each = (hashlib.sha256(file.content.replace(b"\r\n", b"\n")).digest() for file in files)
    return hashlib.sha256(b"".join(each)).hexdigest()


def _described(file: MailFile) -> dict[str, Any]:
    return {"name": file.name, "type": file.content_type, "size": len(file.content)}


def _addresses(mail: Message, header: str) -> list[tuple[str, str]]:
    values = [charsets.clean(str(value)) for value in mail.get_all(header, [])[:10]]
    found = [person for value in values for person in addresses.read(value, most=_RECIPIENTS)]
    return [(" ".join(decoded(name).split()), address.lower()) for name, address in found]


def _recipients(mail: Message) -> Iterator[str]:
    for header in RECIPIENT_HEADERS:
        for value in mail.get_all(header, [])[:10]:
            for _name, address in addresses.read(charsets.clean(str(value)), most=_RECIPIENTS):
                yield address.lower()


def _thread_ids(headers: dict[str, str]) -> list[str]:
    """What the mail answers, nearest first: In-Reply-To, then References from the end."""
    ids = threading.parse_message_ids(headers.get("in-reply-to", ""))
    ids += reversed(threading.parse_message_ids(headers.get("references", "")))
    return list(dict.fromkeys(ids))
