"""A sign-in under way: what must be remembered between leaving for the provider and coming back, in a signed cookie.

One cookie for each attempt, named after its state, so that two tabs don't disturb each other.
"""

import secrets
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.cookies import cookie_name

_SALT = "accounts.sign_in.pending"
SECONDS = 900
# A browser sends them along with every request, so an attempt that was given up mustn't stay among many.
MOST = 3
_PREFIX = "sign_in_"
# What is asked in a hidden frame: it says so in its state, is over within a minute, and pushes out no other attempt.
_FRAMED = "framed-"
_FRAMED_PREFIX = "silent_"
FRAMED_SECONDS = 60
MOST_FRAMED = 6


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """`verifier` is PKCE's secret; `next` a local path, fragment included, to end up at.

    `silent` when no page was asked for; then an answer that one is needed leads on to it. Not from a `quiet` attempt,
    of which nothing is said, whatever came of it.
    """

    host: str
    state: str
    nonce: str
    verifier: str
    next: str
    locale: str
    silent: bool = False
    quiet: bool = False


def framed_state() -> str:
    """The state of a new attempt in a hidden frame."""
    return _FRAMED + secrets.token_urlsafe(32)


def is_framed(state: str) -> bool:
    """Whether the answer with this state is for the page around a hidden frame."""
    return state.startswith(_FRAMED)


def _prefix(state: str) -> str:
    return cookie_name(_FRAMED_PREFIX if is_framed(state) else _PREFIX)


def _name(state: str) -> str:
    return _prefix(state) + state.removeprefix(_FRAMED)[:16]


def keep(request: HttpRequest, response: HttpResponseBase, pending: PendingSignIn) -> None:
    """Puts the attempt into the browser, out of the reach of scripts; the oldest of too many goes."""
    response.set_cookie(
        _name(pending.state),
        signing.dumps(asdict(pending), salt=_SALT, compress=True),
        max_age=FRAMED_SECONDS if is_framed(pending.state) else SECONDS,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    # Browsers send the oldest first (RFC 6265 §5.4).
    others = [name for name in request.COOKIES if name.startswith(_prefix(pending.state))]
    most = MOST_FRAMED if is_framed(pending.state) else MOST
    for name in others[: max(0, len(others) + 1 - most)]:
        response.delete_cookie(name, path="/", samesite="Lax")


def recall(request: HttpRequest, state: str) -> PendingSignIn | None:
    """The attempt that this browser started with exactly this state, or None."""
    raw = request.COOKIES.get(_name(state), "")
    seconds = FRAMED_SECONDS if is_framed(state) else SECONDS
    try:
        pending = PendingSignIn(**signing.loads(raw, salt=_SALT, max_age=seconds))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return pending if state and pending.state == state else None


def drop(response: HttpResponseBase, state: str) -> None:
    """Takes a finished attempt out of the browser."""
    response.delete_cookie(_name(state), path="/", samesite="Lax")
