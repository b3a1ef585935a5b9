"""What a report says of an address itself: that no mail will ever reach it, or that its owner wants none.

No Django; it believes nothing. Delivery reports are RFC 3464 with the codes of RFC 3463, complaints RFC 5965.
"""

import email.message
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from tickets.mail import threading

_MOST = 40
_LONGEST = 500
_CODE = re.compile(r"([245])\.([0-9]{1,3})\.([0-9]{1,3})(?![0-9.]*[0-9])")
# No such mailbox, no such domain, a bad address, moved without a trace, a domain that takes no mail; mailbox disabled.
# A full mailbox, a mail too large, a policy or a suspicion of spam say nothing of the address.
_ADDRESS_IS_GONE = frozenset({(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)})
_WANTED_AFTER_ALL = frozenset({"not-spam"})


class Verdict(StrEnum):
    """What becomes of an address; the values are kinds of SuppressedAddress."""

    HARD_BOUNCE = "hard_bounce"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one report says. `addresses` are in lower case; `mail_ids` are of the mail that it brings back."""

    verdict: Verdict | None
    addresses: list[str]
    mail_ids: list[str]
    words: str


def is_gone(words: str) -> bool:
    """Whether a mail server's answer or status says for good that there is no such mailbox."""
    found = _CODE.match(words.strip())
    return found is not None and found[1] == "5" and (int(found[2]), int(found[3])) in _ADDRESS_IS_GONE


def read(mail: email.message.Message) -> Finding | None:
    """What the report says for whom delivery failed for good, or who complained; None for any other mail."""
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    parts = list(islice(_children(mail), _MOST))
    mail_ids = [mail_id for part in parts for mail_id in _mail_ids(part)]
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            return _failure(part, mail_ids)
        if part.get_content_type() == "message/feedback-report":
            return _complaint(part, mail_ids)
    return None


def _failure(status: email.message.Message, mail_ids: list[str]) -> Finding | None:
    failed = [block for block in islice(_children(status), _MOST) if _text(block, "action").lower() == "failed"]
    if not failed:
        return None
    gone = [block for block in failed if is_gone(_text(block, "status"))]
    said = [_text(block, "diagnostic-code").partition(";")[2].strip() or _text(block, "status") for block in failed]
    return Finding(
        verdict=Verdict.HARD_BOUNCE if len(gone) == len(failed) else None,
        addresses=_addresses(failed, ("final-recipient", "original-recipient")),
        mail_ids=mail_ids,
        words=" ".join(" / ".join(said).split())[:_LONGEST],
    )


def _complaint(report: email.message.Message, mail_ids: list[str]) -> Finding:
    # The machine-readable part is headers alone, in a message or as text, by who made it.
    blocks = list(_children(report)) or [_as_headers(report)]
    kind = next((_text(block, "feedback-type") for block in blocks), "").lower()
    return Finding(
        verdict=None if kind in _WANTED_AFTER_ALL else Verdict.COMPLAINT,
        addresses=_addresses(blocks, ("original-rcpt-to", "removal-recipient")),
        mail_ids=mail_ids,
        words=kind[:_LONGEST],
    )


def _addresses(blocks: list[email.message.Message], headers: tuple[str, ...]) -> list[str]:
    # As in "rfc822; person@example.com", or in angles.
    said = [str(value) for block in blocks for name in headers for value in block.get_all(name, [])]
    found = (value.rpartition(";")[2].strip(" <>\r\n\t").lower() for value in said)
    return list(dict.fromkeys(address for address in found if "@" in address))[:_MOST]


def _mail_ids(part: email.message.Message) -> list[str]:
    """Of the mail that came back, whole or its headers alone."""
    if part.get_content_type() == "text/rfc822-headers":
        return threading.parse_message_ids(_text(_as_headers(part), "message-id"))
    if part.get_content_type() == "message/rfc822":
        return [found for each in _children(part) for found in threading.parse_message_ids(_text(each, "message-id"))]
    return []


def _as_headers(part: email.message.Message) -> email.message.Message:
    content = part.get_payload(decode=True)
    return email.message_from_bytes(content if isinstance(content, bytes) else b"", policy=part.policy)


def _children(part: email.message.Message) -> Iterator[email.message.Message]:
    parts = part.get_payload()
    yield from (each for each in (parts if isinstance(parts, list) else []) if isinstance(each, email.message.Message))


def _text(mail: email.message.Message, header: str) -> str:
    return str(mail.get(header, "")).strip()
