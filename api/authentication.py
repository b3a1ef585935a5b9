"""Who asks: the token of the request, what it may here, from where, and how often."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext
from ninja.security import HttpBearer

from accounts.staff.record import note
from api import actions, problems
from api.limits import count
from api.models import ApiToken, Caller
from api.problems import ProblemError
from api.scopes import Scope
from web.actions import take
from web.limits import TooOftenError, share
from web.network import networks_of

_HOUR = 3600


class TokenAuth(HttpBearer):
    """A token in the Authorization header; for an operation that needs one of these scopes, and the right."""

    def __init__(self, scope: Scope, right: str = "", *, also: Sequence[Scope] = ()) -> None:
        super().__init__()
        self.scopes, self.right = (scope, *also), right

    def __call__(self, request: HttpRequest) -> Any:
        asked = super().__call__(request)
        if asked is None:
            raise ProblemError(
                problems.UNAUTHENTICATED, gettext("Send one in the Authorization header."), headers=_BEARER
            )
        return asked

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Who acts. Raises ProblemError; what follows sees the request as theirs, and no session's."""
        now, networks = timezone.now(), networks_of(request)
        held = ApiToken.objects.holding(actions.digest_of(token))
        if held is None or not held.is_good(now):
            raise _invalid(gettext("It is unknown, revoked or expired."))
        count(request, held, now)
        if not held.admits(networks):
            _note_refusal(request, held, "network")
            raise _invalid(gettext("It doesn’t open from your network."))
        caller = Caller.by(held)
        if caller is None:
            _note_refusal(request, held, "no_staff")
            raise _invalid(gettext("Whoever it is of isn’t active staff."))
        request.user = caller
        _speak(request, caller)
        actions.note_use(token=held, networks=networks, now=now)
        if not {*self.scopes} & {*held.scopes}:
            named = ", ".join(self.scopes)
            detail = gettext("It needs the scope: %(scope)s.") % {"scope": named}
            raise ProblemError(problems.FORBIDDEN, detail, headers=_bearer("insufficient_scope", scope=named))
        if self.right and not caller.has_perm(self.right):
            raise ProblemError(problems.FORBIDDEN, gettext("Whoever it is of has no right to it."))
        caller.token = held
        return caller


def _bearer(error: str = "", **more: str) -> dict[str, str]:
    """The challenge of RFC 6750."""
    said = {"realm": "api", **({"error": error} if error else {}), **more}
    return {"WWW-Authenticate": "Bearer " + ", ".join(f'{name}="{value}"' for name, value in said.items())}


_BEARER = _bearer()


def _invalid(detail: str) -> ProblemError:
    return ProblemError(problems.INVALID_TOKEN, detail, headers=_bearer("invalid_token"))


def _speak(request: HttpRequest, caller: Caller) -> None:
    """In what the request asks for, else in what the person has chosen; the answer says which it was."""
    own = caller.own.language
    if own and "Accept-Language" not in request.headers:
        translation.activate(own)
        request.LANGUAGE_CODE = own


def _note_refusal(request: HttpRequest, token: ApiToken, reason: str) -> None:
    """Once an hour, as a program tries again and again."""
    try:
        take(share("api_refused", 1, most=1, seconds=_HOUR, about=reason, token=token.pk), now=timezone.now())
    except TooOftenError:
        return
    note("api_refused", request, outcome="refused", about=token, reason=reason, staff=token.user_id)
