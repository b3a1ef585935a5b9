"""Writes: JSON and nothing else, and the same request with the same Idempotency-Key is done once."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from api import actions, problems
from api.models import Caller
from api.problems import ProblemError

_HEADER = "Idempotency-Key"
_LONGEST = 255


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, as `TokenAuth` found them."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


@dataclass(frozen=True, slots=True)
class Done:
    """The key of the row that came of a write, and whether that was just now."""

    key: int
    is_new: bool = True


def done(request: HttpRequest, act: Callable[[], int]) -> Done:
    """Does it in one transaction, or not where the request's key did it before.

    Raises ProblemError for a key that isn't one, is at work, or came with another request; and what `act` raises.
    """
    if request.content_type != "application/json" and request.body:
        raise ProblemError(problems.UNSUPPORTED, gettext("Say application/json in the Content-Type header."))
    given = request.headers.get(_HEADER)
    if given is None:
        with transaction.atomic():
            return Done(act())
    try:
        made, is_new = actions.once(
            token=caller_of(request).token,
            key=_key(given),
            fingerprint=_fingerprint(request),
            act=act,
            now=timezone.now(),
        )
    except actions.KeyInUseError as error:
        detail = gettext("Try again in a moment.")
        raise ProblemError(problems.KEY_IN_USE, detail, headers={"Retry-After": "1"}) from error
    except actions.KeyReusedError as error:
        detail = gettext("Take another key for another request.")
        raise ProblemError(problems.KEY_REUSED, detail) from error
    if not is_new:
        request.said = {**request.said, "Idempotency-Replayed": "true"}  # type: ignore[attr-defined]
    return Done(made, is_new)


def _key(given: str) -> str:
    """The key, with or without the quotes that the IETF's draft has around it."""
    key = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not (0 < len(key) <= _LONGEST and key.isascii() and key.isprintable() and " " not in key):
        detail = gettext("Use 1 to 255 letters, figures and signs.")
        raise ProblemError(problems.INVALID, detail, [{"detail": detail, "parameter": _HEADER}])
    return key


def _fingerprint(request: HttpRequest) -> str:
    head = f"{request.method} {request.get_full_path()}\n".encode("utf-8", "surrogatepass")
    return sha256(head + request.body).hexdigest()
