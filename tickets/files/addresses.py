"""The addresses at which a file can be had: signed for this file alone, and good for some minutes."""

import time

from django.core import signing
from django.urls import reverse

from tickets.models import StoredFile

_SALT = "tickets.files"
# An address holds for one to two of these, five minutes at most; within one it stays the same, so a picture that is
# shown again isn't fetched again.
_SECONDS = 150


class AddressExpiredError(Exception):
    """The address was ours and its time is over."""


def address_of(file: StoredFile) -> str:
    """Where the file can be saved from."""
    return _address(file, small=False)


def thumbnail_address_of(file: StoredFile) -> str:
    """Where the small picture of it is, or "" when there is none."""
    return _address(file, small=True) if file.has_thumbnail else ""


def read(token: str) -> tuple[str, bool]:
    """The file's key, and whether its small picture is meant.

    Raises signing.BadSignature for an address that isn't ours, AddressExpiredError for one that no longer holds.
    """
    key, small, until = signing.Signer(salt=_SALT).unsign_object(token)
    if time.time() > until:
        raise AddressExpiredError
    return key, small


def _address(file: StoredFile, *, small: bool) -> str:
    until = (int(time.time()) // _SECONDS + 2) * _SECONDS
    return reverse("stored_file", args=[signing.Signer(salt=_SALT).sign_object([file.key, small, until])])
