"""The sender on each mail's envelope: where its bounces arrive, so that they say by themselves what they are about.

No Django: keys and addresses are passed in. Variable envelope return paths, signed so that nobody makes one up.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable

_SIGNATURE_LENGTH = 20


def _sign(number: int, address: str, key: str) -> str:
    text = "\x1f".join(["bounce", str(number), address.strip().lower()]).encode()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()[:_SIGNATURE_LENGTH]


def sender(number: int, address: str, *, key: str, bounce_address: str) -> str:
    """The envelope sender of email `number` to this address: bounces+<number>.<signature>@domain."""
    local, _at, domain = bounce_address.rpartition("@")
    return f"{local}+{number}.{_sign(number, address, key)}@{domain}"


def named(recipients: Iterable[str], *, bounce_address: str) -> tuple[int, str] | None:
    """The email and the signature that one of a mail's recipients claims, not yet verified; None for none."""
    local, _at, domain = bounce_address.lower().rpartition("@")
    if not local or not domain:
        return None
    shape = re.compile(rf"{re.escape(local)}\+([0-9]{{1,18}})\.([0-9a-f]{{20}})@{re.escape(domain)}")
    for recipient in recipients:
        if match := shape.fullmatch(recipient.strip().lower()):
            return int(match[1]), match[2]
    return None


def is_signed(number: int, address: str, signature: str, *, keys: Iterable[str]) -> bool:
    """Whether we made it for this email to this address, with one of the keys."""
    return any(hmac.compare_digest(_sign(number, address, key), signature) for key in keys)
