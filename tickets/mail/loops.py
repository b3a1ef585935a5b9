"""Which incoming mail no person wrote: auto-replies, bounces, lists, our own mail come back. Pure: headers only."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Loop(StrEnum):
    """Why a mail isn't a person's answer."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    MAILING_LIST = "mailing_list"
    OWN_MAIL = "own_mail"


_BOUNCE_SENDERS = re.compile(r"^(mailer-daemon|postmaster)@", re.IGNORECASE)
_AUTOMATIC_PRECEDENCE = frozenset({"bulk", "junk", "auto_reply"})
_AUTOMATIC_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder")
_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "list-help")


def _is_report(headers: Mapping[str, str], sender: str) -> bool:
    kind = headers.get("content-type", "").lower()
    # Of delivery, or somebody's complaint (RFC 5965).
    return "delivery-status" in kind or "feedback-report" in kind or bool(_BOUNCE_SENDERS.match(sender))


def _is_list(headers: Mapping[str, str]) -> bool:
    return any(name in headers for name in _LIST_HEADERS) or _precedence(headers) == "list"


def _is_automatic(headers: Mapping[str, str]) -> bool:
    # RFC 3834: anything but "no" was made by a machine. X-Auto-Response-Suppress only asks *us* not to auto-answer,
    # and Outlook puts it on out-of-office notes; people's own mail doesn't carry it.
    automatic = headers.get("auto-submitted", "no").split(";")[0].strip().lower()
    return (
        automatic != "no"
        # Lists say "bulk" of what people wrote there.
        or (_precedence(headers) in _AUTOMATIC_PRECEDENCE and not _is_list(headers))
        or "x-auto-response-suppress" in headers
        or any(name in headers for name in _AUTOMATIC_HEADERS)
    )


def _precedence(headers: Mapping[str, str]) -> str:
    return headers.get("precedence", "").strip().lower()


def _is_own(sender: str, support_address: str) -> bool:
    local, _at, domain = support_address.lower().rpartition("@")
    sender_local, _at, sender_domain = sender.lower().rpartition("@")
    return sender_domain == domain and sender_local.partition("+")[0] == local


def detect(headers: Mapping[str, str], *, sender: str, support_address: str, is_proved: bool = False) -> Loop | None:
    """Why this mail must not join a ticket or be answered, or None for a person's mail.

    `headers` has lower-case names, the first value of each; `sender` is the bare From address. A mail that proves that
    it answers us (`is_proved`) may have come through a list, or with an empty Return-Path.
    """
    if _is_own(sender, support_address):
        return Loop.OWN_MAIL
    if _is_report(headers, sender):
        return Loop.BOUNCE
    if _is_list(headers) and not is_proved:
        return Loop.MAILING_LIST
    # Before the empty Return-Path, which RFC 3834 asks of automatic replies too.
    if _is_automatic(headers):
        return Loop.AUTO_REPLY
    if headers.get("return-path", "").strip() == "<>" and not is_proved:
        return Loop.BOUNCE
    return None
