"""Tokens signed by a product: whose key signed them, and whether to believe them. Changes nothing in the database."""

import json
import secrets
from copy import copy
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
from joserfc.jws import JWSRegistry, extract_compact

from accounts.models import Domain
from accounts.sign_in import claims as reading
from accounts.sign_in.keys import find_key
from accounts.sign_in.refusals import (
    BadSignatureError,
    MalformedError,
    MissingClaimError,
    UnknownIssuerError,
    UnsignedError,
    WrongNonceError,
    WrongTypeError,
)

ALGORITHMS = frozenset({"EdDSA", "Ed25519", "ES256", "RS256"})
LONGEST_TOKEN = 8192
# A token says in its header what it was made for, so that none serves another purpose (RFC 8725 §3.11). Providers leave
# the type of an ID token out, or say JWT.
IDENTITY = frozenset({"messenger-identity+jwt"})
ID_TOKEN = frozenset({"", "jwt"})
LOGOUT = frozenset({"logout+jwt"})


# EdDSA is Ed25519's old name (RFC 9864), still what most products say; the old name with other curves is not for us.
_EDDSA = copy(JWSRegistry.algorithms["Ed25519"])
_EDDSA.name = "EdDSA"


class _Registry(JWSRegistry):
    """Our algorithms alone."""

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHMS:
            raise UnsupportedAlgorithmError(name)
        return _EDDSA if name == "EdDSA" else super().get_alg(name)


_REGISTRY = _Registry(algorithms=ALGORITHMS, strict_check_header=False)


def _unverified(token: str, kind: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
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
    if str(header.get("alg")) not in ALGORITHMS:
        raise UnsignedError(str(header.get("alg"))[:40])
    if "crit" in header:  # whatever must be understood there, we don't
        raise MalformedError("crit")
    if str(header.get("typ", "")).lower().removeprefix("application/") not in kind:
        raise WrongTypeError(str(header.get("typ"))[:40])
    return header, payload


def _verified(token: str, key: Key) -> dict[str, Any]:
    """The payload, signed by this key; raises BadSignatureError, UnsignedError or MalformedError."""
    try:
        return jwt.decode(token, key, registry=_REGISTRY).claims
    except JoseBadSignatureError as error:
        raise BadSignatureError from error
    except (UnsupportedAlgorithmError, MissingAlgorithmError) as error:
        raise UnsignedError from error
    except (JoseError, ValueError, TypeError) as error:
        # A key of another kind than the header's algorithm ends here: not this domain's signature either.
        raise BadSignatureError(str(error)) from error


def _payload(token: str, domain: Domain, header: dict[str, Any]) -> dict[str, Any]:
    key = find_key(domain.jwks_url, header.get("kid", ""))
    if key is None:
        raise BadSignatureError("no such key")
    payload = _verified(token, key)
    if payload.get("iss") != domain.issuer:
        raise UnknownIssuerError(str(payload.get("iss"))[:200])
    reading.check_audience(payload, domain.client_id)
    return payload


def _from_its_issuer(token: str, kind: frozenset[str]) -> tuple[Domain, dict[str, Any]]:
    """The domain that the token names as its issuer, and the payload that this domain signed."""
    header, unverified = _unverified(token, kind)
    issuer = unverified.get("iss")
    if issuer is None:
        raise MissingClaimError("iss")
    known = isinstance(issuer, str) and reading.is_storable(issuer)
    domain = Domain.objects.issued_by(issuer) if known else None
    if domain is None:
        raise UnknownIssuerError(str(issuer)[:200])
    return domain, _payload(token, domain, header)


def read_embedded(token: str, *, now: datetime) -> tuple[Domain, reading.Claims]:
    """The domain and the person of a token that a product's page handed over; it names its issuer itself.

    Raises a TokenRefusedError. Whether it was used before is for `actions.sign_in` to find out.
    """
    domain, payload = _from_its_issuer(token, IDENTITY)
    issued, ends = reading.check_times(payload, now=now)
    reading.check_lifetime(issued, ends)
    person = reading.read_claims(payload, product=domain.product, issued_at=issued, expires_at=ends)
    if not person.token_id:
        raise MissingClaimError("jti")
    return domain, person


def read_id_token(token: str, *, domain: Domain, nonce: str, now: datetime) -> reading.Claims:
    """The person of an OpenID Connect ID token that this domain gave for the sign-in with this nonce.

    Raises a TokenRefusedError.
    """
    header, _claims = _unverified(token, ID_TOKEN)
    payload = _payload(token, domain, header)
    issued, ends = reading.check_times(payload, now=now)
    given = payload.get("nonce")
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), nonce.encode()):
        raise WrongNonceError
    return reading.read_claims(payload, product=domain.product, issued_at=issued, expires_at=ends)


def read_logout(token: str, *, now: datetime) -> tuple[Domain, reading.Logout]:
    """The domain that says that somebody signed out there, and what that ends. Raises a TokenRefusedError.

    Whether it was used before is for `actions.end_visits` to find out.
    """
    domain, payload = _from_its_issuer(token, LOGOUT)
    _issued, ends = reading.check_times(payload, now=now)
    return domain, reading.read_logout(payload, expires_at=ends)
