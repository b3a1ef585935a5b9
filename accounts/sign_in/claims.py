"""What a signed token says, read and checked against the clock. No keys, no database, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.sign_in.refusals import (
    ExpiredError,
    InvalidClaimError,
    MissingClaimError,
    NotYetValidError,
    ProductMismatchError,
    TooLongLivedError,
    WrongAudienceError,
)

LEEWAY = timedelta(seconds=30)
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
# An embedded identity passes through the page, so it must not be worth stealing.
LONGEST_EMBEDDED = timedelta(minutes=15)
_LENGTHS = {"sub": 255, "email": 254, "product": 20, "jti": 500, "org": 200}
_SESSION_LENGTH = 255
_CUT = {"name": 200, "locale": 20, "plan": 40, "role": 40, "org_name": 200}


@dataclass(frozen=True, slots=True)
class Claims:
    """Who the token is about. `plan` and `role` stand as given; `organisation` is the product's own id for it."""

    subject: str
    email: str
    product: str
    issued_at: datetime
    expires_at: datetime
    name: str = ""
    locale: str = ""
    plan: str = ""
    role: str = ""
    organisation: str = ""
    organisation_name: str = ""
    token_id: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Logout:
    """What ended at the product: one session, or all of a subject's; at least one of the two is named."""

    subject: str
    session: str
    token_id: str
    expires_at: datetime


def _moment(payload: Mapping[str, Any], claim: str) -> datetime:
    """The claim as a time; raises MissingClaimError, or InvalidClaimError for what is no number of seconds."""
    value = payload.get(claim)
    if value is None:
        raise MissingClaimError(claim)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidClaimError(claim)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise InvalidClaimError(claim) from error


def is_storable(text: str) -> bool:
    """Whether the database can hold and look for the text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= mark <= "\udfff" for mark in text)


def _words(payload: Mapping[str, Any], claim: str, *, needed: bool = False) -> str:
    """The claim as text. What identifies must fit and is never cut; what only describes is cut to its column."""
    value = payload.get(claim)
    if value is None or value == "":
        if needed:
            raise MissingClaimError(claim)
        return ""
    if not isinstance(value, str) or not is_storable(value) or len(value) > _LENGTHS.get(claim, len(value)):
        raise InvalidClaimError(claim)
    if claim not in _CUT:
        return value
    # These words go into pages and mail headers: one line, no longer than their column.
    return " ".join(value.split())[: _CUT[claim]]


def session_of(payload: Mapping[str, Any]) -> str:
    """The provider's name for its session; a longer one than the column by its digest, which tells as much."""
    name = _words(payload, "sid")
    return name if len(name) <= _SESSION_LENGTH else sha256(name.encode()).hexdigest()


def check_times(payload: Mapping[str, Any], *, now: datetime) -> tuple[datetime, datetime]:
    """When the token was issued and when it ends.

    Raises ExpiredError, NotYetValidError, MissingClaimError or InvalidClaimError.
    """
    issued, ends = _moment(payload, "iat"), _moment(payload, "exp")
    if ends <= now - LEEWAY:
        raise ExpiredError
    starts = _moment(payload, "nbf") if "nbf" in payload else issued
    if max(issued, starts) > now + LEEWAY:
        raise NotYetValidError
    return issued, ends


def check_audience(payload: Mapping[str, Any], audience: str) -> None:
    """Raises WrongAudienceError unless the token is for this audience alone."""
    value = payload.get("aud")
    if value is None:
        raise MissingClaimError("aud")
    if value not in (audience, [audience]):
        raise WrongAudienceError(str(value)[:200])


def check_audiences(payload: Mapping[str, Any], client_id: str) -> None:
    """Raises WrongAudienceError unless the token is for us: alone, or among others as the one it was given to (azp)."""
    value = payload.get("aud")
    if value is None:
        raise MissingClaimError("aud")
    audiences = value if isinstance(value, list) else [value]
    party = payload.get("azp")
    if client_id not in audiences or (len(audiences) > 1 and party is None):
        raise WrongAudienceError(str(value)[:200])
    if party not in (None, client_id):
        raise WrongAudienceError(f"azp {str(party)[:200]}")


def check_lifetime(issued: datetime, ends: datetime) -> None:
    """Raises TooLongLivedError when an embedded identity is valid for longer than a quarter of an hour."""
    if ends - issued > LONGEST_EMBEDDED:
        raise TooLongLivedError


def read_claims(payload: Mapping[str, Any], *, product: str, issued_at: datetime, expires_at: datetime) -> Claims:
    """The person; raises MissingClaimError, InvalidClaimError or ProductMismatchError (`product` is the domain's)."""
    if _words(payload, "product", needed=True) != product:
        raise ProductMismatchError(str(payload["product"])[:200])
    email = _words(payload, "email", needed=True)
    # A ticket is answered at this address and a support contact is known by it, so it must be the person's own.
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidClaimError("email") from error
    if payload.get("email_verified") is not True:
        raise InvalidClaimError("email_verified")
    return Claims(
        subject=_words(payload, "sub", needed=True),
        email=email,
        product=product,
        issued_at=issued_at,
        expires_at=expires_at,
        name=_words(payload, "name"),
        locale=_words(payload, "locale"),
        plan=_words(payload, "plan"),
        role=_words(payload, "role"),
        organisation=_words(payload, "org"),
        organisation_name=_words(payload, "org_name"),
        token_id=_words(payload, "jti"),
        session=session_of(payload),
    )


def read_logout(payload: Mapping[str, Any], *, expires_at: datetime) -> Logout:
    """What a logout token ends (OpenID Connect Back-Channel Logout 1.0 §2.6).

    Raises MissingClaimError or InvalidClaimError.
    """
    events = payload.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise InvalidClaimError("events")
    if "nonce" in payload:  # so that no ID token can be taken for one
        raise InvalidClaimError("nonce")
    logout = Logout(
        subject=_words(payload, "sub"),
        session=session_of(payload),
        token_id=_words(payload, "jti", needed=True),
        expires_at=expires_at,
    )
    if not logout.subject and not logout.session:
        raise MissingClaimError("sub")
    return logout
