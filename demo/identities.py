"""What a product says about a person, signed with its key: for the embedded messenger and for OpenID Connect."""

import secrets
import time
from typing import Any

from joserfc import jwt

from demo.people import Person
from demo.products import Product
from demo.signing_keys import REGISTRY, signing_key

AUDIENCE = "help-center"
SECONDS = 300
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def sign_identity(
    product: Product, person: Person, *, issuer: str, locale: str, session: str = "", nonce: str = ""
) -> str:
    """A token about the person for the help center, good for five minutes; an ID token when there is a nonce.

    The type in the header keeps the two apart, so that neither serves in the other's place.
    """
    claims: dict[str, Any] = {
        **_envelope(person, issuer, session),
        "email": person.email,
        "email_verified": True,
        "name": person.name,
        "locale": locale,
        "product": person.product,
        "plan": person.plan,
        "role": person.role,
    }
    if person.organisation:
        claims |= {"org": person.organisation, "org_name": person.organisation_name}
    if nonce:
        claims["nonce"] = nonce
    return _signed(product, "JWT" if nonce else "messenger-identity+jwt", claims)


def sign_logout(product: Product, person: Person, *, issuer: str, session: str) -> str:
    """A token that says to the help center that the person's session ended here."""
    return _signed(product, "logout+jwt", {**_envelope(person, issuer, session), "events": {LOGOUT_EVENT: {}}})


def _envelope(person: Person, issuer: str, session: str) -> dict[str, Any]:
    now = int(time.time())
    envelope: dict[str, Any] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": person.subject,
        "iat": now,
        "exp": now + SECONDS,
        "jti": secrets.token_urlsafe(16),
    }
    return envelope | ({"sid": session} if session else {})


def _signed(product: Product, typ: str, claims: dict[str, Any]) -> str:
    key = signing_key(product)
    return jwt.encode({"typ": typ, "alg": product.algorithm, "kid": key.kid}, claims, key, registry=REGISTRY)
