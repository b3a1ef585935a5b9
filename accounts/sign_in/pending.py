"""A sign-in under way: what must be remembered between leaving for the provider and coming back, in a signed cookie.

One cookie for each attempt, named after its state, so that two tabs don't disturb each other.
"""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

_SALT = "accounts.sign_in.pending"
SECONDS = 900


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """`verifier` is PKCE's secret; `next` a local path, fragment included, to end up at.

    `silent` when no page was asked for; then an answer that one is needed leads on to it.
    """

    host: str
    state: str
    nonce: str
    verifier: str
    next: str
    locale: str
    silent: bool = False


def _name(state: str) -> str:
    return f"sign_in_{state[:16]}"


def keep(response: HttpResponseBase, pending: PendingSignIn) -> None:
    """Puts the attempt into the browser, readable by the callback alone."""
    response.set_cookie(
        _name(pending.state),
        signing.dumps(asdict(pending), salt=_SALT, compress=True),
        max_age=SECONDS,
        path=reverse("sign_in_callback"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def recall(request: HttpRequest, state: str) -> PendingSignIn | None:
    """The attempt that this browser started with exactly this state, or None."""
    raw = request.COOKIES.get(_name(state), "")
    try:
        pending = PendingSignIn(**signing.loads(raw, salt=_SALT, max_age=SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return pending if state and pending.state == state else None


def drop(response: HttpResponseBase, state: str) -> None:
    """Takes a finished attempt out of the browser."""
    response.delete_cookie(_name(state), path=reverse("sign_in_callback"), samesite="Lax")
