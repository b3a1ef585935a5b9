"""One-time codes: six digits of an authenticator app (RFC 6238), and recovery codes. No Django, no clock, no rows."""

import base64
import hmac
import re
import secrets
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
SECONDS = 30
# Clocks of telephones go wrong by as many steps, before and after.
DRIFT = 1
HOW_MANY = 10
# 80 bits: nobody guesses one, so that a plain digest of it is enough.
_LETTERS = 16


def new_key() -> bytes:
    """A secret for an app: as long as the digest that it goes with, as the standard asks."""
    return secrets.token_bytes(20)


def in_letters(key: bytes) -> str:
    """The secret as people type it into an app."""
    return base64.b32encode(key).decode().rstrip("=")


def from_letters(letters: str) -> bytes:
    """The secret that these letters are of."""
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def address(key: bytes, *, account: str, issuer: str) -> str:
    """What an app reads from the picture."""
    return _app(key).get_provisioning_uri(account, issuer)


def step_at(seconds: float) -> int:
    """The number of the half minute."""
    return int(seconds) // SECONDS


def matching_step(code: str, key: bytes, *, seconds: float, after: int) -> int | None:
    """The half minute that the code is of, if it is of one around now and later than `after`; a code counts once."""
    now = step_at(seconds)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        expected = _app(key).generate(step * SECONDS)
        if hmac.compare_digest(expected, code.encode()) and step > after:
            found = step
    return found


def bare(text: str) -> str:
    """A code without what people and pages put between its letters."""
    return re.sub(r"[\s\-–]", "", text).lower()


def is_of_app(code: str) -> bool:
    """Whether it has the shape of an app's code; anything else can only be one for recovery."""
    return re.fullmatch(rf"[0-9]{{{DIGITS}}}", code) is not None


def new_recovery_codes() -> list[str]:
    """Some new ones, in groups of four as they are written down."""
    return [_grouped(base64.b32encode(secrets.token_bytes(10)).decode().lower()) for _each in range(HOW_MANY)]


def digest_of(recovery_code: str) -> str:
    """What is stored of a recovery code, however it is spelled."""
    return sha256(bare(recovery_code).encode()).hexdigest()


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, _LETTERS, 4))


def _app(key: bytes) -> TOTP:
    # SHA-1 is what every app knows; for a keyed digest of a counter it is sound.
    return TOTP(key, DIGITS, SHA1(), SECONDS)  # noqa: S303
