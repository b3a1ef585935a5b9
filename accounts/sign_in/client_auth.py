"""How we show a provider who we are when we redeem a code: with nothing, a secret, or a signature. Changes no rows."""

import json
import secrets
import time
from base64 import b64encode
from functools import partial
from typing import Any
from urllib.parse import quote_plus

from authlib.common.urls import add_params_to_qs
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from accounts.models import Provider
from accounts.sealing import SealBrokenError, seal, unseal
from accounts.sign_in.algorithms import REGISTRY
from web.outbound import be_careful

_PURPOSE = "client_credential"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60
LEAST_RSA_BITS = 2048


class CredentialError(Exception):
    """There is no secret or key to show, or none that can be used."""


def sealed(credential: str) -> str:
    """The client secret, or the private key as a JWK, as the row keeps it."""
    return seal(credential, purpose=_PURPOSE)


def _credential(domain: Provider) -> str:
    if not domain.sealed_credential:
        raise CredentialError("none was given")
    try:
        return unseal(domain.sealed_credential, purpose=_PURPOSE)
    except SealBrokenError as error:
        raise CredentialError("sealed with another SECRET_KEY") from error


def new_key() -> Key:
    """A private key of the kind that every provider takes."""
    return _named(RSAKey.generate_key(LEAST_RSA_BITS))


def read_key(text: str) -> Key:
    """The private key that was given as PEM or JWK, with its id and algorithm. Raises CredentialError."""
    for kind in (RSAKey, ECKey, OKPKey):
        try:
            key = kind.import_key(json.loads(text) if text.lstrip().startswith("{") else text.strip())
            if key.is_private and kind_of(key):
                return _named(key)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise CredentialError("no private key")


def kind_of(key: Key) -> str:
    """The algorithm that we sign with by such a key, or "" for one too weak or of another curve."""
    match key:
        case RSAKey() if key.public_key.key_size >= LEAST_RSA_BITS:
            return "PS256" if key.get("alg") == "PS256" else "RS256"
        case ECKey() if key.curve_name == "P-256":
            return "ES256"
        case OKPKey() if key.curve_name == "Ed25519":
            return "EdDSA"
    return ""


def _named(key: Key) -> Key:
    values = key.as_dict(private=True)
    return import_key(values | {"kid": values.get("kid") or key.thumbprint(), "alg": kind_of(key), "use": "sig"})


def as_credential(key: Key) -> str:
    """The key as the row keeps it, before it is sealed."""
    return json.dumps(key.as_dict(private=True))


def key_of(domain: Provider) -> Key:
    """The domain's private key. Raises CredentialError."""
    return read_key(_credential(domain))


def public_keys(domain: Provider) -> list[dict[str, Any]]:
    """What the provider checks our signatures with; nothing where we don't sign. Raises CredentialError."""
    return [dict(key_of(domain).as_dict(private=False))] if domain.has_key else []


def session_for(domain: Provider, *, redirect_uri: str, scope: str) -> OAuth2Session:
    """A session whose requests to the token endpoint show who we are, or raise CredentialError."""
    session = OAuth2Session(
        client_id=domain.client_id,
        redirect_uri=redirect_uri,
        scope=scope,
        code_challenge_method="S256",
        token_endpoint_auth_method=domain.client_auth,
    )
    for name, show in _WAYS.items():
        session.register_client_auth_method((name, partial(show, domain)))
    return be_careful(session)


type _Request = tuple[str, dict[str, str], str]


def _by_header(domain: Provider, client: Any, method: str, uri: str, headers: dict[str, str], body: str) -> _Request:
    """Both halves are written as in a form before they are joined (RFC 6749 §2.3.1), which Authlib leaves out."""
    pair = f"{quote_plus(domain.client_id)}:{quote_plus(_credential(domain))}"
    headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return uri, headers, body


def _by_form(domain: Provider, client: Any, method: str, uri: str, headers: dict[str, str], body: str) -> _Request:
    more = [("client_id", domain.client_id), ("client_secret", _credential(domain))]
    return uri, headers, add_params_to_qs(body, more)


def _by_signature(domain: Provider, client: Any, method: str, uri: str, headers: dict[str, str], body: str) -> _Request:
    """Made for this provider alone, and for one use within a minute (RFC 7523 §3).

    The key is this row's alone, so that naming the token endpoint as the audience opens no other provider's.
    """
    audience = domain.issuer if domain.assertion_audience == Provider.Audience.ISSUER else uri
    key, now = key_of(domain), int(time.time())
    header = {"alg": kind_of(key), "kid": key.kid, "typ": "JWT"}
    claims = {"iss": domain.client_id, "sub": domain.client_id, "aud": audience, "iat": now}
    claims |= {"exp": now + ASSERTION_SECONDS, "jti": secrets.token_urlsafe(16)}
    assertion = jwt.encode(header, claims, key, registry=REGISTRY)
    more = [("client_id", domain.client_id), ("client_assertion_type", _ASSERTION), ("client_assertion", assertion)]
    return uri, headers, add_params_to_qs(body, more)


_WAYS = {
    Provider.ClientAuth.BASIC.value: _by_header,
    Provider.ClientAuth.POST.value: _by_form,
    Provider.ClientAuth.KEY.value: _by_signature,
}
