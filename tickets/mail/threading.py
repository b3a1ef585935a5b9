"""How our emails find their way back: Message-IDs, References, and a signed reply address per ticket and person.

No Django: keys and domains are passed in; it knows no row and no setting.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tickets.references import PATTERN

# 80 bits in hexadecimal: beyond guessing by mail, and short enough for a local part of 64 octets (RFC 5321 4.5.3.1.1).
_SIGNATURE_LENGTH = 20
# Long threads keep their root and latest parents, so that the header stays short (RFC 5322 2.1.1: 998 octets a line).
_REFERENCES_KEPT = 12
# No longer than a line may be, and read of so much of a header: a text made to be slow is given up at each "<" at once.
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,250}@[^<>\s]{1,250}>")
_OUR_MESSAGE_ID = re.compile(r"<([a-z0-9-]{1,16})\.([0-9]{1,19})\.([0-9a-f]{20})@[^<>\s]{1,250}>")
_BARE_ID = re.compile(r"(?<!\S)[^<>\s@\"(),:;]{1,250}@[^<>\s@\"(),:;]{1,250}(?!\S)")
_HEADER_READ, _IDS_READ = 8_000, 40


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """A reply address as found in a header: what it claims, not yet verified."""

    reference: str
    signature: str


def _sign(key: str, *parts: str) -> str:
    text = "\x1f".join(parts).encode()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()[:_SIGNATURE_LENGTH]


def make_message_id(reference: str, number: int, email: str, *, key: str, domain: str) -> str:
    """The Message-ID of message `number` on the ticket, to this person: the same each time, not to be guessed."""
    signature = _sign(key, "message", reference, str(number), email.strip().lower())
    return f"<{reference.lower()}.{number}.{signature}@{domain}>"


def reply_address(reference: str, email: str, *, key: str, support_address: str) -> str:
    """The address at which this person's answers to this ticket arrive: support+<reference>.<signature>@domain."""
    local, _at, domain = support_address.rpartition("@")
    signature = _sign(key, "reply", reference.upper(), email.strip().lower())
    return f"{local}+{reference.lower()}.{signature}@{domain}"


def parse_reply_address(address: str, *, support_address: str) -> ReplyAddress | None:
    """What a recipient address claims, or None when it isn't a reply address of ours."""
    local, _at, domain = support_address.lower().rpartition("@")
    match = re.fullmatch(rf"{re.escape(local)}\+([a-z0-9-]+)\.([0-9a-f]+)@{re.escape(domain)}", address.strip().lower())
    if match is None or not PATTERN.fullmatch(match[1].upper()):
        return None
    return ReplyAddress(reference=match[1].upper(), signature=match[2])


def is_signed_for(found: ReplyAddress, email: str, *, key: str) -> bool:
    """Whether the reply address was made for this ticket and this person."""
    expected = _sign(key, "reply", found.reference, email.strip().lower())
    return hmac.compare_digest(expected, found.signature)


def is_our_message_id(mail_id: str, email: str, *, key: str) -> bool:
    """Whether we made the Message-ID, for an email to this person; the domain may have changed since."""
    match = _OUR_MESSAGE_ID.fullmatch(mail_id)
    if match is None:
        return False
    made = make_message_id(match[1].upper(), int(match[2]), email, key=key, domain="")
    return hmac.compare_digest(made, f"<{match[1]}.{match[2]}.{match[3]}@>")


def parse_message_ids(header: str) -> list[str]:
    """The Message-IDs in a References or In-Reply-To header, in order, without repeats; of many the last ones.

    Some gateways leave the angles away, and some write ours in capitals.
    """
    read = header[-_HEADER_READ:]
    found = _MESSAGE_ID.findall(read) or [f"<{bare}>" for bare in _BARE_ID.findall(read) if "<" not in read]
    return list(dict.fromkeys(_as_made(mail_id) for mail_id in found))[-_IDS_READ:]


def _as_made(mail_id: str) -> str:
    return mail_id.lower() if _OUR_MESSAGE_ID.fullmatch(mail_id.lower()) else mail_id


def build_references(earlier: Iterable[str]) -> list[str]:
    """The References of the next email from the thread's Message-IDs, oldest first; the last one is In-Reply-To."""
    chain = list(dict.fromkeys(earlier))
    if len(chain) <= _REFERENCES_KEPT:
        return chain
    return [chain[0], *chain[-(_REFERENCES_KEPT - 1) :]]
