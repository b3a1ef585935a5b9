"""Signs as Standard Webhooks 1.0 says: HMAC-SHA256 over id, time and body, by each secret that holds. No Django."""

import base64
import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256

PREFIX = "whsec_"
_BYTES = 32  # the specification asks for 24 to 64


def new_secret() -> str:
    """A secret of 256 bits of chance, as both sides write it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """One signature, `v1,…`. `timestamp` is in seconds since 1970, UTC. Raises ValueError for what is no secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, sha256)
    return "v1," + base64.b64encode(signed).decode()


def headers(known: Iterable[str], *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What the receiver checks; while a secret gives way to another one, a signature by each, the newest first."""
    signed = [signature(each, message_id=message_id, timestamp=timestamp, body=body) for each in known]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }
