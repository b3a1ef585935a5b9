"""What a server's report says of a mail: it failed, waits, arrived (RFC 3464) or annoyed (RFC 5965). No Django."""

import email.message
import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from tickets.mail import threading

_RECIPIENTS = ("final-recipient", "original-recipient")
_COMPLAINED = ("original-rcpt-to", "removal-recipient")
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_MOST, _TEXT_READ, _LONGEST = 40, 50_000, 500
_ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}
# A report in words alone, as older servers write it.
_DAEMON = re.compile(r"^\W{0,3}(?:.{0,80}<)?(?:mailer-?daemon|mail-daemon|postmaster)\b", re.IGNORECASE)
_FOR_GOOD = re.compile(
    r"\b5[.]\d{1,3}[.]\d{1,3}\b|\b55[0-4]\b|permanent (?:fatal )?error|user unknown|no such user", re.I
)
_LATER = re.compile(
    r"will (?:be retried|keep trying|try again)|warning message only|still trying|\b4[.]\d[.]\d\b", re.I
)
_ADDRESS = re.compile(r"<([^<>@\s]{1,64}@[^<>@\s]{1,250})>")
_MAIL_ID = re.compile(r"^[>\s]{0,4}message-id:\s{0,4}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)


class About(StrEnum):
    """What became of the mail that is reported."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Report:
    """For whom delivery failed for good, in lower case, and the Message-IDs of the mail that the report brings back.

    Of a complaint `failed` is empty and `complained` has who didn't want it. `statuses` are what was said of each that
    failed, as "5.1.1" (RFC 3463) or ""; `words` what the server answered, or of a complaint its kind in small letters.
    """

    failed: list[str]
    mail_ids: list[str]
    about: About = About.FAILED
    complained: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    words: str = ""


def read(mail: email.message.Message, text: str = "") -> Report | None:
    """The report that the mail is, or None; one of a delay or a success names nobody. `text` is the mail's text."""
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return _in_words(mail, text[:_TEXT_READ])
    parts = _blocks(mail)
    mail_ids = list(dict.fromkeys(mail_id for part in parts for mail_id in _mail_ids(part)))[:_MOST]
    complaints = [_fields(part) for part in parts if part.get_content_type() == "message/feedback-report"]
    if complaints:
        blocks = [block for each in complaints for block in each]
        kind = next(filter(None, (_text(block, "feedback-type").lower() for block in blocks)), "")[:_LONGEST]
        return Report([], mail_ids, About.COMPLAINT, tuple(_addresses(blocks, _COMPLAINED)), words=kind)
    blocks = [block for part in parts if part.get_content_type() in _STATUS for block in _blocks(part)]
    failed = [block for block in blocks if _action(block) == "failed"]
    if not (failed or mail_ids):
        return None
    return Report(
        _addresses(failed, _RECIPIENTS),
        mail_ids,
        _about({_action(block) for block in blocks} & _ACTIONS),
        statuses=tuple(_text(block, "status") for block in failed),
        words=" ".join(" / ".join(map(_answer, failed)).split())[:_LONGEST],
    )


def _about(actions: set[str]) -> About:
    if "failed" in actions or not actions:
        return About.FAILED
    return About.DELAYED if "delayed" in actions else About.DELIVERED


def _in_words(mail: email.message.Message, text: str) -> Report | None:
    """A failure that a server tells in words, with the mail below; one that tries again is none."""
    if not _DAEMON.match(_text(mail, "from")) or not text:
        return None
    if _LATER.search(text) and not _FOR_GOOD.search(text):
        return Report([], [], About.DELAYED)
    mail_ids = list(dict.fromkeys(_MAIL_ID.findall(text)))[:_MOST]
    # What the server says stands above the mail that it brings back.
    failed = [address.lower() for address in _ADDRESS.findall(_MAIL_ID.split(text, maxsplit=1)[0])]
    failed += [address.strip(" <>").lower() for address in _text(mail, "x-failed-recipients").split(",")]
    return Report(list(dict.fromkeys(each for each in failed if "@" in each))[:_MOST], mail_ids) if mail_ids else None


def _blocks(status: email.message.Message) -> list[email.message.Message]:
    blocks = status.get_payload()
    found = islice(blocks, _MOST) if isinstance(blocks, list) else []
    return [block for block in found if isinstance(block, email.message.Message)]


def _fields(part: email.message.Message) -> list[email.message.Message]:
    """The fields of a complaint, which are headers alone: of the part itself, in a message, or as text."""
    return [part, *(_blocks(part) or [_as_headers(part)])]


def _action(block: email.message.Message) -> str:
    return re.split(r"[\s;(]", _text(block, "action").lower(), maxsplit=1)[0]


def _answer(block: email.message.Message) -> str:
    """What the server that refused said, or else its code."""
    return _text(block, "diagnostic-code").partition(";")[2].strip() or _text(block, "status")


def _addresses(blocks: list[email.message.Message], names: tuple[str, ...]) -> list[str]:
    # As in "rfc822; person@example.com", or in angles.
    said = [str(value) for block in blocks for name in names for value in block.get_all(name, [])]
    found = (value.rpartition(";")[2].strip(" <>\r\n\t").lower() for value in said)
    return list(dict.fromkeys(address for address in found if "@" in address))[:_MOST]


def _mail_ids(part: email.message.Message) -> list[str]:
    if part.get_content_type() == "text/rfc822-headers":
        return threading.parse_message_ids(_text(_as_headers(part), "message-id"))
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return (
            threading.parse_message_ids(_text(inner, "message-id")) if isinstance(inner, email.message.Message) else []
        )
    return []


def _as_headers(part: email.message.Message) -> email.message.Message:
    content = part.get_payload(decode=True)
    return email.message_from_bytes(content if isinstance(content, bytes) else b"", policy=part.policy)


def _text(mail: email.message.Message, header: str) -> str:
    return str(mail.get(header, "")).strip()
