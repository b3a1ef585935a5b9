"""Signing out at the provider, too, where it offers that (OpenID Connect RP-Initiated Logout 1.0). Knows no page."""

import logging
import secrets
from dataclasses import asdict, dataclass

from authlib.common.urls import add_params_to_uri
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.cookies import cookie_name
from accounts.models import Provider
from accounts.sealing import SealBrokenError, unseal
from accounts.sign_in.discovery import ProviderUnavailableError, offered

logger = logging.getLogger(__name__)

HINT = "id_token_hint"
# Longer ones don't fit into the address that they would be sent in.
LONGEST_HINT = 4096
SECONDS = 900
_SALT = "accounts.sign_in.farewell"


@dataclass(frozen=True, slots=True)
class Farewell:
    """Somebody on the way to sign out at their provider; `next` is a local path to end up at."""

    host: str
    state: str
    next: str
    locale: str


def address(domain: Provider, *, sealed_id_token: str, state: str, return_uri: str, locale: str) -> str:
    """Where the provider ends the person's session and sends them back from, or "" where it offers none.

    With the ID token of the sign-in nobody is asked whether they mean it; without, the provider may ask (§2).
    """
    try:
        endpoint = offered(domain, "end_session_endpoint")
    except ProviderUnavailableError as error:
        logger.warning("No way to sign out at %s: %r", domain.issuer, str(error))
        return ""
    if not endpoint:
        return ""
    told = [
        ("client_id", domain.client_id),
        ("post_logout_redirect_uri", return_uri),
        ("state", state),
        ("ui_locales", locale),
    ]
    if hint := _hint(sealed_id_token):
        told.append((HINT, hint))
    return str(add_params_to_uri(endpoint, told))


def hint_for(domain: Provider, id_token: str) -> str:
    """The ID token, where this provider will want to see it, else "". Raises ProviderUnavailableError."""
    return id_token if offered(domain, "end_session_endpoint") and len(id_token) <= LONGEST_HINT else ""


def _hint(sealed: str) -> str:
    try:
        return unseal(sealed, purpose=HINT) if sealed else ""
    except SealBrokenError:
        return ""


def new_state() -> str:
    """What shows that the way back was begun here."""
    return secrets.token_urlsafe(24)


def _name(state: str) -> str:
    return cookie_name(f"sign_out_{state[:16]}")


def keep(response: HttpResponseBase, farewell: Farewell) -> None:
    """Puts into the browser where it goes on afterwards."""
    response.set_cookie(
        _name(farewell.state),
        signing.dumps(asdict(farewell), salt=_SALT, compress=True),
        max_age=SECONDS,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def recall(request: HttpRequest, state: str) -> Farewell | None:
    """The farewell that this browser began with exactly this state, or None."""
    try:
        found = Farewell(**signing.loads(request.COOKIES.get(_name(state), ""), salt=_SALT, max_age=SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return found if state and found.state == state else None


def drop(response: HttpResponseBase, state: str) -> None:
    """Takes a finished one out of the browser."""
    response.delete_cookie(_name(state), path="/", samesite="Lax")
