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
_MOST, _TEXT_READ = 40, 50_000
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

    Of a complaint `failed` is empty and `complained` has who didn't want it.
    """

    failed: list[str]
    mail_ids: list[str]
    about: About = About.FAILED
    complained: tuple[str, ...] = ()


def read(mail: email.message.Message, text: str = "") -> Report | None:
    """The report that the mail is, or None; one of a delay or a success names nobody. `text` is the mail's text."""
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return _in_words(mail, text[:_TEXT_READ])
    failed: list[str] = []
    mail_ids: list[str] = []
    actions: set[str] = set()
    complained: list[str] = []
    is_complaint = False
    parts = mail.get_payload()
    for part in parts[:_MOST] if isinstance(parts, list) else []:
        if not isinstance(part, email.message.Message):
            continue
        if part.get_content_type() in _STATUS:
            failed += _failed(part)
            actions |= _actions(part)
        elif part.get_content_type() == "message/feedback-report":
            is_complaint = True
            complained += _complained(part)
        else:
            mail_ids += _mail_ids(part)
    about = About.COMPLAINT if is_complaint else _about(failed, actions)
    if not (failed or mail_ids or is_complaint):
        return None
    return Report(
        [] if is_complaint else failed[:_MOST], list(dict.fromkeys(mail_ids))[:_MOST], about, tuple(complained[:_MOST])
    )


def _about(failed: list[str], actions: set[str]) -> About:
    if failed or "failed" in actions or not actions:
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


def _actions(status: email.message.Message) -> set[str]:
    return {_action(block) for block in _blocks(status)} & _ACTIONS


def _action(block: email.message.Message) -> str:
    return re.split(r"[\s;(]", _text(block, "action").lower(), maxsplit=1)[0]


def _failed(status: email.message.Message) -> list[str]:
    # As in "rfc822; person@example.com".
    found = [
        _text(block, name).rpartition(";")[2].strip(" <>").lower()
        for block in _blocks(status)
        if _action(block) == "failed"
        for name in _RECIPIENTS
    ]
    return [address for address in found if "@" in address]


def _complained(report: email.message.Message) -> list[str]:
    blocks = [report, *_blocks(report)]
    found = [_text(block, name).rpartition(";")[2].strip(" <>").lower() for block in blocks for name in _COMPLAINED]
    return list(dict.fromkeys(address for address in found if "@" in address))


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
