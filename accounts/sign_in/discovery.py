"""What a provider says about itself (OpenID Connect Discovery 1.0), kept for a while. Knows no token and no page."""

from typing import Any
from urllib.parse import urlsplit

import requests
from django.core.cache import cache

from accounts.models import Provider
from accounts.sign_in.patience import REST_SECONDS, ImpatientError, cache_key, patience
from web.outbound import fetch_json, is_loopback

# A description is asked for anew after an hour; until that succeeds, the old one serves for a day.
FRESH_SECONDS = 3600
KEEP_SECONDS = 24 * 3600


class ProviderUnavailableError(Exception):
    """The provider can't be reached, or answers what no provider should."""


def address_of(domain: Provider) -> str:
    """Where the description is."""
    return f"{domain.issuer.rstrip('/')}/.well-known/openid-configuration"


def check_issuer(document: dict[str, Any], domain: Provider) -> None:
    """Raises ProviderUnavailableError for a description of another provider."""
    if document.get("issuer") != domain.issuer:
        raise ProviderUnavailableError(f"{address_of(domain)} speaks for {str(document.get('issuer'))[:200]}.")


def described(domain: Provider) -> dict[str, Any]:
    """The provider's own description. Raises ProviderUnavailableError.

    One request fetches it; the others take the old one, or wait a moment for the first.
    """
    address = address_of(domain)
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
    check_issuer(document, domain)
    cache.set(name, document, KEEP_SECONDS)
    cache.set(fresh, True, FRESH_SECONDS)
    return document


def promises_issuer(domain: Provider) -> bool:
    """Whether the provider says that its answers name it (RFC 9207). Raises ProviderUnavailableError."""
    return described(domain).get("authorization_response_iss_parameter_supported") is True


def usable(value: object) -> str:
    """The address, if a person or a secret may be sent there, else ""."""
    url = urlsplit(value if isinstance(value, str) else "")
    safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or ""))
    return url.geturl() if url.hostname and safe else ""


def offered(domain: Provider, name: str) -> str:
    """One of the provider's addresses, or "" where it has none that may be used. Raises ProviderUnavailableError."""
    return usable(described(domain).get(name))


def endpoint(domain: Provider, name: str) -> str:
    """One of the provider's addresses. Raises ProviderUnavailableError, also where it names none."""
    address = offered(domain, name)
    if not address:
        raise ProviderUnavailableError(f"{domain.issuer} names no usable {name}.")
    return address


def key_set_address(domain: Provider) -> str:
    """Where the provider's keys are: as the row says, else as the provider does. Raises ProviderUnavailableError."""
    return domain.jwks_url or endpoint(domain, "jwks_uri")
