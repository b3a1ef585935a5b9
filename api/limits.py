"""How often a token may ask: the count is web.actions', the headers those of the IETF's draft on RateLimit fields."""

import math
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from api import problems
from api.models import ApiToken
from api.problems import ProblemError
from web.actions import left_of, take
from web.limits import TooOftenError, claims, when_again

_WHAT = "api"


def count(request: HttpRequest, token: ApiToken, now: datetime) -> None:
    """Counts one request, whatever comes of it; the answer says how many are left. Raises ProblemError."""
    limit = settings.LIMITS[_WHAT]
    said = {"RateLimit-Policy": f'"token";q={limit["token"]};w={limit["seconds"]}'}
    asked = claims(_WHAT, token=token.pk)
    try:
        take(asked, now=now)
    except TooOftenError as refused:
        said |= {"RateLimit": f'"token";r=0;t={refused.seconds}', "Retry-After": str(refused.seconds)}
        detail = when_again(refused, after=gettext("This token asked too often."))
        raise ProblemError(problems.TOO_MANY, detail, headers=said) from refused
    left, until = left_of(asked[0], now=now)
    seconds = max(1, math.ceil((until - now).total_seconds())) if until else limit["seconds"]
    request.said = said | {"RateLimit": f'"token";r={left};t={seconds}'}  # type: ignore[attr-defined]
