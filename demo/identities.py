"""What a product says about a person, signed with its key: for the embedded messenger and for OpenID Connect."""

import secrets
import time

from joserfc import jwt

from demo.people import Person
from demo.products import Product
from demo.signing_keys import REGISTRY, signing_key

AUDIENCE = "help-center"
SECONDS = 300


def sign_identity(product: Product, person: Person, *, issuer: str, locale: str, nonce: str = "") -> str:
    """A token about the person for the help center, good for five minutes; an ID token when there is a nonce.

    The type in the header keeps the two apart, so that neither serves in the other's place.
    """
    now = int(time.time())
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": person.subject,
        "iat": now,
        "exp": now + SECONDS,
        "jti": secrets.token_urlsafe(16),
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
    key = signing_key(product)
    header = {"typ": "JWT" if nonce else "messenger-identity+jwt", "alg": product.algorithm, "kid": key.kid}
    return jwt.encode(header, claims, key, registry=REGISTRY)
