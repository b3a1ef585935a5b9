"""Tokens signed by a product: whose key signed them, and whether to believe them. Changes nothing in the database."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import (
    BadSignatureError as JoseBadSignatureError,
)
from joserfc.errors import (
    JoseError,
    MissingAlgorithmError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import Key
from joserfc.jws import extract_compact

from accounts.models import Domain, Provider
from accounts.sign_in import claims as reading
from accounts.sign_in.algorithms import OF_PRODUCTS, OF_PROVIDERS, REGISTRY
from accounts.sign_in.discovery import ProviderUnavailableError, key_set_address
from accounts.sign_in.keys import find_key
from accounts.sign_in.refusals import (
    BadSignatureError,
    KeysUnavailableError,
    MalformedError,
    MissingClaimError,
    UnknownIssuerError,
    UnsignedError,
    WrongAccessTokenError,
    WrongNonceError,
    WrongTypeError,
)

LONGEST_TOKEN = 8192


@dataclass(frozen=True, slots=True)
class Kind:
    """What tokens of one purpose look like: the types in their header, in small letters, and who may sign how.

    A token says in its header what it was made for, so that none serves another purpose (RFC 8725 §3.11). Providers
    leave the type of an ID token out, or say JWT; some do so for a logout, which its claims tell from an ID token.
    """

    types: frozenset[str]
    algorithms: frozenset[str]


IDENTITY = Kind(frozenset({"messenger-identity+jwt"}), OF_PRODUCTS)
ID_TOKEN = Kind(frozenset({"", "jwt"}), OF_PROVIDERS)
USERINFO = ID_TOKEN
LOGOUT = Kind(frozenset({"logout+jwt", "", "jwt"}), OF_PROVIDERS)


@dataclass(frozen=True, slots=True)
class SignedClaims:
    """What an ID token of a provider says, in the provider's own names, and when."""

    payload: dict[str, Any]
    issued_at: datetime
    expires_at: datetime


def _unverified(token: str, kind: Kind) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload as they claim to be.

    Raises MalformedError, UnsignedError for an algorithm not accepted, WrongTypeError for another kind of token.
    """
    if len(token) > LONGEST_TOKEN:
        raise MalformedError("too long")
    try:
        parts = extract_compact(token.encode())
        payload = json.loads(parts.payload)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MalformedError(str(error)) from error
    header = parts.headers()
    if not isinstance(payload, dict) or not isinstance(header.get("kid", ""), str):
        raise MalformedError("not an object")
    if str(header.get("alg")) not in kind.algorithms:
        raise UnsignedError(str(header.get("alg"))[:40])
    if "crit" in header:  # whatever must be understood there, we don't
        raise MalformedError("crit")
    if str(header.get("typ", "")).lower().removeprefix("application/") not in kind.types:
        raise WrongTypeError(str(header.get("typ"))[:40])
    return header, payload


def _verified(token: str, key: Key) -> dict[str, Any]:
    """The payload, signed by this key; raises BadSignatureError, UnsignedError or MalformedError."""
    try:
        return jwt.decode(token, key, registry=REGISTRY).claims
    except JoseBadSignatureError as error:
        raise BadSignatureError from error
    except (UnsupportedAlgorithmError, MissingAlgorithmError) as error:
        raise UnsignedError from error
    except (JoseError, ValueError, TypeError) as error:
        # A key of another kind than the header's algorithm ends here: not this domain's signature either.
        raise BadSignatureError(str(error)) from error


def _signed(token: str, domain: Provider, header: dict[str, Any]) -> dict[str, Any]:
    """The payload, signed by a key of this domain. Raises a TokenRefusedError."""
    try:
        key = find_key(key_set_address(domain), header.get("kid", ""))
    except ProviderUnavailableError as error:
        raise KeysUnavailableError(str(error)) from error
    if key is None:
        raise BadSignatureError("no such key")
    return _verified(token, key)


def _payload(token: str, domain: Provider, header: dict[str, Any]) -> dict[str, Any]:
    """As _signed, and the domain says that it issued it."""
    payload = _signed(token, domain, header)
    if payload.get("iss") != domain.issuer:
        raise UnknownIssuerError(str(payload.get("iss"))[:200])
    return payload


def _from_its_issuer[P: Provider](
    token: str, kind: Kind, issued_by: Callable[[str], P | None]
) -> tuple[P, dict[str, Any]]:
    """The one that the token names as its issuer, of those that `issued_by` finds, and the payload that it signed."""
    header, unverified = _unverified(token, kind)
    issuer = unverified.get("iss")
    if issuer is None:
        raise MissingClaimError("iss")
    known = isinstance(issuer, str) and reading.is_storable(issuer)
    domain = issued_by(issuer) if known else None
    if domain is None:
        raise UnknownIssuerError(str(issuer)[:200])
    return domain, _payload(token, domain, header)


def read_embedded(token: str, *, now: datetime) -> tuple[Domain, reading.Claims]:
    """The domain and the person of a token that a product's page handed over; it names its issuer itself.

    Raises a TokenRefusedError. Whether it was used before is for `actions.sign_in` to find out.
    """
    domain, payload = _from_its_issuer(token, IDENTITY, Domain.objects.issued_by)
    reading.check_audience(payload, domain.client_id)
    issued, ends = reading.check_times(payload, now=now)
    reading.check_lifetime(issued, ends)
    person = reading.read_claims(payload, product=domain.product, issued_at=issued, expires_at=ends)
    if not person.token_id:
        raise MissingClaimError("jti")
    return domain, person


def read_id_token(token: str, *, domain: Provider, nonce: str, access_token: str, now: datetime) -> SignedClaims:
    """What an OpenID Connect ID token says that this domain gave, beside this access token, for the sign-in with this
    nonce (OpenID Connect Core 1.0 §3.1.3.7).

    Raises a TokenRefusedError.
    """
    header, _claims = _unverified(token, ID_TOKEN)
    payload = _payload(token, domain, header)
    reading.check_audiences(payload, domain.client_id)
    issued, ends = reading.check_times(payload, now=now)
    given = payload.get("nonce")
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), nonce.encode()):
        raise WrongNonceError
    if "at_hash" in payload and payload["at_hash"] != half_hash(access_token, str(header["alg"])):
        raise WrongAccessTokenError
    return SignedClaims(payload, issued, ends)


def half_hash(text: str, algorithm: str) -> str:
    """The at_hash of an access token: the left half of its digest by the ID token's algorithm (§3.1.3.6)."""
    whole = (hashlib.sha512 if algorithm in {"EdDSA", "Ed25519"} else hashlib.sha256)(text.encode()).digest()
    return urlsafe_b64encode(whole[: len(whole) // 2]).rstrip(b"=").decode()


def read_userinfo(token: str, *, domain: Provider) -> dict[str, Any]:
    """What a signed answer of the userinfo endpoint says (§5.3.2). Raises a TokenRefusedError."""
    header, _claims = _unverified(token, USERINFO)
    payload = _signed(token, domain, header)
    if payload.get("iss", domain.issuer) != domain.issuer:
        raise UnknownIssuerError(str(payload["iss"])[:200])
    if "aud" in payload:
        reading.check_audiences(payload, domain.client_id)
    return payload


def read_logout[P: Provider](
    token: str, *, issued_by: Callable[[str], P | None], now: datetime
) -> tuple[P, reading.Logout]:
    """Who says that somebody signed out there, and what that ends. Raises a TokenRefusedError.

    Whether it was used before is for the action that ends it to find out.
    """
    domain, payload = _from_its_issuer(token, LOGOUT, issued_by)
    reading.check_audiences(payload, domain.client_id)
    _issued, ends = reading.check_times(payload, now=now)
    return domain, reading.read_logout(payload, expires_at=ends)
