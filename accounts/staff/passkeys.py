"""The two ceremonies of a passkey: making one and signing with one. Values in, values out; stores nothing.

What the server remembers between the halves (`state`) waits in the caller's session.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.models import Passkey, User

_LONGEST = 20_000


class PasskeyRefusedError(Exception):
    """What came from the device isn't what was asked for, or not by a passkey that we know. The text is for the log."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey, as the device described it."""

    credential_id: bytes
    credential: bytes
    signatures: int


@dataclass(frozen=True, slots=True)
class Signed:
    """Which passkey signed, and how often it says that it has."""

    credential_id: bytes
    signatures: int


def ask_to_make(user: User, *, beside: Iterable[Passkey]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked for a new passkey, and the state. `beside`: those there are, whose devices refuse."""
    entity = PublicKeyCredentialUserEntity(
        id=salted_hmac("accounts.staff.passkeys", str(user.pk), algorithm="sha256").digest(),
        name=user.get_username(),
        display_name=user.get_full_name() or user.get_username(),
    )
    options, state = _server().register_begin(
        entity,
        [_data(each) for each in beside],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options.public_key), state


def made(state: object, answer: str) -> Made:
    """The passkey that the device made. Raises PasskeyRefusedError."""
    try:
        told = _server().register_complete(state, _read(answer))
        data = told.credential_data
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefusedError(str(error)) from error
    if data is None or len(data.credential_id) > 1023:
        raise PasskeyRefusedError("no key, or one with too long a number")
    return Made(data.credential_id, bytes(data), told.counter)


def ask_to_sign(passkeys: Iterable[Passkey]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked for a signature of one of these, and the state."""
    options, state = _server().authenticate_begin(
        [_data(each) for each in passkeys], user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options.public_key), state


def signed(state: object, answer: str, passkeys: Iterable[Passkey]) -> Signed:
    """Which of the passkeys signed what was asked. Raises PasskeyRefusedError."""
    try:
        response = AuthenticationResponse.from_dict(_read(answer))
        found = _server().authenticate_complete(state, [_data(each) for each in passkeys], response)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefusedError(str(error)) from error
    return Signed(found.credential_id, response.response.authenticator_data.counter)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST:
        raise ValueError("longer than any answer of a device")
    told = json.loads(answer)
    if not isinstance(told, dict):
        raise ValueError("no answer of a device")
    return told


def _data(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.credential))


def _server() -> Fido2Server:
    site = urlsplit(settings.SITE_URL)
    party = PublicKeyCredentialRpEntity(id=site.hostname or "", name=str(settings.SITE_NAME))
    return Fido2Server(party, verify_origin=lambda origin: origin == f"{site.scheme}://{site.netloc}")
