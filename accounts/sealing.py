"""Words that rest in the database and that only this site can read: sealed with a key made of SECRET_KEY. No rows."""

from django.conf import settings
from django.utils.crypto import salted_hmac
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HEADER = {"alg": "dir", "enc": "A256GCM"}


class SealBrokenError(Exception):
    """Not sealed for this purpose by this site: the SECRET_KEY is another one now, or somebody changed it."""


def _keys(purpose: str) -> list[OctKey]:
    """A key for the purpose from the SECRET_KEY, then from those before it."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        OctKey.import_key(salted_hmac(f"accounts.sealing.{purpose}", "", secret=each, algorithm="sha256").digest())
        for each in known
    ]


def seal(text: str, *, purpose: str) -> str:
    """The text, unreadable; twice the same text doesn't look the same."""
    return jwe.encrypt_compact(_HEADER, text.encode(), _keys(purpose)[0])


def unseal(sealed: str, *, purpose: str) -> str:
    """What was sealed for this purpose. Raises SealBrokenError."""
    for key in _keys(purpose):
        try:
            return (jwe.decrypt_compact(sealed, key).plaintext or b"").decode()
        except (JoseError, ValueError):
            continue
    raise SealBrokenError(purpose)
