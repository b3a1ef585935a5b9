"""The userinfo endpoint (OpenID Connect Core 1.0 §5.3): what the ID token left out."""

from typing import Any

import requests

from accounts.models import Provider
from accounts.sign_in import tokens
from accounts.sign_in.discovery import ProviderUnavailableError
from accounts.sign_in.patience import ImpatientError, patience
from accounts.sign_in.provider import REDEEMING, SILENCE
from accounts.sign_in.refusals import OtherSubjectError
from web.outbound import fetch

# What speaks of the answer itself, and not of the person.
_ABOUT_THE_ANSWER = {"iss", "aud", "iat", "exp", "nbf", "jti", "sid", "nonce"}


def ask(domain: Provider, address: str, *, access_token: str, subject: str) -> dict[str, Any]:
    """The person's claims there, as JSON or signed. Raises ProviderUnavailableError or a TokenRefusedError."""
    headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json, application/jwt"}
    try:
        with patience(address, tired_by=SILENCE, wide=REDEEMING):
            response = fetch(address, headers)
            response.raise_for_status()
        signed = response.headers.get("Content-Type", "").partition(";")[0].strip().lower() == "application/jwt"
        said = tokens.read_userinfo(response.text.strip(), domain=domain) if signed else response.json()
    except (ImpatientError, requests.RequestException, ValueError) as error:
        raise ProviderUnavailableError(str(error)) from error
    if not isinstance(said, dict):
        raise ProviderUnavailableError(f"{address} is not a JSON object.")
    # Without this, a token for somebody else put in the place of ours would tell of them (§5.3.2).
    if said.get("sub") != subject:
        raise OtherSubjectError(str(said.get("sub"))[:200])
    return {name: value for name, value in said.items() if name not in _ABOUT_THE_ANSWER}
