"""OpenID Connect at a domain: where to send a person, and what the code is worth that they bring. Knows no page."""

import secrets
from dataclasses import dataclass

import requests
from authlib.common.errors import AuthlibBaseError

from accounts.models import Provider
from accounts.sign_in.client_auth import CredentialError, session_for
from accounts.sign_in.discovery import ProviderUnavailableError, described, endpoint
from accounts.sign_in.patience import ImpatientError, patience
from web.outbound import UnsafeError

# How many requests of a process may wait at once for a provider to redeem a code.
REDEEMING = 3
SCOPE = "openid email profile"
# What a provider is asked for beside who somebody is: no page of its own.
SILENT = "none"
SILENCE = (requests.Timeout, requests.ConnectionError, UnsafeError)


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the person goes, and the secrets that will show that it was us who sent them."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What the provider gave for a code, unread."""

    id_token: str
    access_token: str


def scope_of(domain: Provider) -> str:
    """What we ask for."""
    return " ".join(dict.fromkeys(f"{SCOPE} {domain.extra_scopes}".split()))


def depart(
    domain: Provider, *, redirect_uri: str, locale: str, email: str = "", prompt: str = "", state: str = ""
) -> Departure:
    """The way to this domain's sign-in page, in this language; `email` is whom we think it is, or "".

    `prompt` as OpenID Connect Core §3.1.2.1 has it: with SILENT whoever is signed in there gets an answer without a
    page. Raises ProviderUnavailableError.
    """
    state = state or secrets.token_urlsafe(32)
    nonce, verifier = (secrets.token_urlsafe(32) for _ in range(2))
    extra = ({"login_hint": email} if email else {}) | ({"prompt": prompt} if prompt else {})
    with session_for(domain, redirect_uri=redirect_uri, scope=scope_of(domain)) as session:
        url, _state = session.create_authorization_url(
            endpoint(domain, "authorization_endpoint"),
            state=state,
            code_verifier=verifier,
            nonce=nonce,
            ui_locales=locale,
            **extra,
        )
    return Departure(url, state, nonce, verifier)


def prompt_for_another(domain: Provider) -> str:
    """What has the provider ask who it is although somebody is signed in there. Raises ProviderUnavailableError.

    Who can choose an account needn't type a password; not every provider has that, and one that hasn't may refuse.
    """
    known = described(domain).get("prompt_values_supported")
    return "select_account" if isinstance(known, list) and "select_account" in known else "login"


def redeem(domain: Provider, *, code: str, verifier: str, redirect_uri: str) -> Grant:
    """What the provider gives for the code. Raises ProviderUnavailableError, also where we can't show who we are."""
    address = endpoint(domain, "token_endpoint")
    try:
        with (
            patience(address, tired_by=SILENCE, wide=REDEEMING),
            session_for(domain, redirect_uri=redirect_uri, scope=scope_of(domain)) as session,
        ):
            token = session.fetch_token(
                address, grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=redirect_uri
            )
    except (ImpatientError, requests.RequestException, AuthlibBaseError, ValueError) as error:
        raise ProviderUnavailableError(str(error)) from error
    except CredentialError as error:
        raise ProviderUnavailableError(f"{domain.issuer}: no usable credential of ours, {error}.") from error
    id_token, access_token = token.get("id_token"), token.get("access_token")
    if not isinstance(id_token, str):
        raise ProviderUnavailableError(f"{domain.issuer} gave no ID token.")
    return Grant(id_token, access_token if isinstance(access_token, str) else "")
