"""OpenID Connect at a domain: where to send a person, and what its code is worth. Knows no page."""

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from django.core.cache import cache

from accounts.models import Domain
from accounts.sign_in.patience import REST_SECONDS, ImpatientError, cache_key, patience
from web.outbound import UnsafeError, be_careful, fetch_json, is_loopback

# A description is asked for anew after an hour; until that succeeds, the old one serves for a day.
FRESH_SECONDS = 3600
KEEP_SECONDS = 24 * 3600
# How many requests of a process may wait at once for a provider to redeem a code.
REDEEMING = 3
SCOPE = "openid email profile"


class ProviderUnavailableError(Exception):
    """The provider can't be reached, or answers what no provider should."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the person goes, and the secrets that will show that it was us who sent them."""

    url: str
    state: str
    nonce: str
    verifier: str


def _discovered(domain: Domain) -> dict[str, Any]:
    """The provider's own description, kept for a while. Raises ProviderUnavailableError.

    One request fetches it; the others take the old one, or wait a moment for the first.
    """
    address = f"{domain.issuer.rstrip('/')}/.well-known/openid-configuration"
    fresh, name = cache_key("described", address), cache_key("discovery", address)
    kept: dict[str, Any] | None = cache.get(name)
    # Of many that find it stale, one asks for a new one; after a failure it isn't asked for again at once.
    if kept is not None and not cache.add(fresh, True, REST_SECONDS):
        return kept
    try:
        with patience(address, tired_by=(requests.RequestException,)):
            if kept is None and (fetched_meanwhile := cache.get(name)) is not None:
                return dict(fetched_meanwhile)
            document = fetch_json(address)
    except (ImpatientError, requests.RequestException) as error:
        if kept is not None:
            return kept
        raise ProviderUnavailableError(str(error)) from error
    if document.get("issuer") != domain.issuer:
        raise ProviderUnavailableError(f"{address} speaks for {str(document.get('issuer'))[:200]}.")
    cache.set(name, document, KEEP_SECONDS)
    cache.set(fresh, True, FRESH_SECONDS)
    return document


def promises_issuer(domain: Domain) -> bool:
    """Whether the provider says that its answers name it (RFC 9207). Raises ProviderUnavailableError."""
    return _discovered(domain).get("authorization_response_iss_parameter_supported") is True


def _endpoint(domain: Domain, name: str) -> str:
    """One of the provider's addresses, safe to send a person or a secret to. Raises ProviderUnavailableError."""
    value = _discovered(domain).get(name)
    url = urlsplit(value if isinstance(value, str) else "")
    if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname))):
        raise ProviderUnavailableError(f"{domain.issuer} names no usable {name}.")
    return url.geturl()


def _session(domain: Domain, redirect_uri: str) -> OAuth2Session:
    session = OAuth2Session(
        client_id=domain.client_id,
        redirect_uri=redirect_uri,
        scope=SCOPE,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",  # noqa: S106 - a public client has no password
    )
    return be_careful(session)


def depart(domain: Domain, *, redirect_uri: str, locale: str, email: str = "", silent: bool = False) -> Departure:
    """The way to this domain's sign-in page, in this language; `email` is whom we think it is, or "".

    `silent` asks for an answer without a page, which whoever is signed in there gets. Raises ProviderUnavailableError.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    extra = ({"login_hint": email} if email else {}) | ({"prompt": "none"} if silent else {})
    with _session(domain, redirect_uri) as session:
        url, _state = session.create_authorization_url(
            _endpoint(domain, "authorization_endpoint"),
            state=state,
            code_verifier=verifier,
            nonce=nonce,
            ui_locales=locale,
            **extra,
        )
    return Departure(url, state, nonce, verifier)


def redeem(domain: Domain, *, code: str, verifier: str, redirect_uri: str) -> str:
    """The ID token, unread, that the provider gives for the code. Raises ProviderUnavailableError."""
    endpoint = _endpoint(domain, "token_endpoint")
    silence = (requests.Timeout, requests.ConnectionError, UnsafeError)
    try:
        with patience(endpoint, tired_by=silence, wide=REDEEMING), _session(domain, redirect_uri) as session:
            token = session.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=redirect_uri
            )
    except (ImpatientError, requests.RequestException, AuthlibBaseError, ValueError) as error:
        raise ProviderUnavailableError(str(error)) from error
    id_token = token.get("id_token")
    if not isinstance(id_token, str):
        raise ProviderUnavailableError(f"{domain.issuer} gave no ID token.")
    return id_token
