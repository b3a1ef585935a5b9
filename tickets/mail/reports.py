"""What a mail server's report says of a mail that it couldn't deliver (RFC 3464). No Django; it believes nothing."""

import email.message
from dataclasses import dataclass
from itertools import islice

from tickets.mail import threading

_RECIPIENTS = ("final-recipient", "original-recipient")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Report:
    """For whom delivery failed for good, in lower case, and the Message-IDs of the mail that the report brings back."""

    failed: list[str]
    mail_ids: list[str]


def read(mail: email.message.Message) -> Report | None:
    """The report that the mail is, or None; one of a delay or a success names nobody."""
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    failed: list[str] = []
    mail_ids: list[str] = []
    parts = mail.get_payload()
    for part in parts[:_MOST] if isinstance(parts, list) else []:
        if not isinstance(part, email.message.Message):
            continue
        if part.get_content_type() == "message/delivery-status":
            failed += _failed(part)
        else:
            mail_ids += _mail_ids(part)
    return Report(failed[:_MOST], list(dict.fromkeys(mail_ids))[:_MOST]) if failed or mail_ids else None


def _failed(status: email.message.Message) -> list[str]:
    blocks = status.get_payload()
    found = []
    for block in islice(blocks, _MOST) if isinstance(blocks, list) else []:
        if isinstance(block, email.message.Message) and _text(block, "action").lower() == "failed":
            # As in "rfc822; person@example.com".
            found += [_text(block, name).rpartition(";")[2].strip(" <>").lower() for name in _RECIPIENTS]
    return [address for address in found if "@" in address]


def _mail_ids(part: email.message.Message) -> list[str]:
    if part.get_content_type() == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        returned = email.message_from_bytes(content if isinstance(content, bytes) else b"", policy=part.policy)
        return threading.parse_message_ids(_text(returned, "message-id"))
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return (
            threading.parse_message_ids(_text(inner, "message-id")) if isinstance(inner, email.message.Message) else []
        )
    return []


def _text(mail: email.message.Message, header: str) -> str:
    return str(mail.get(header, "")).strip()
