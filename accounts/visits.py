"""Which visitor a request belongs to: by the X-Visitor header of an embedded frame, else by the visitor cookie."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts import actions
from accounts.cookies import cookie_name
from accounts.models import Visitor

COOKIE = "visitor"
# That somebody logged out here: until they log in again themselves, no product is asked in silence who they are.
STAYS_OUT = "stays_out"
HEADER = "X-Visitor"
# The row's own expiry decides, and moves on with every act; the cookie must only outlive it.
COOKIE_SECONDS = 180 * 24 * 3600
# A visit is renewed when it was last seen this long ago: not one write for each request.
RENEW_AFTER = timedelta(minutes=10)


def visitor_of(request: HttpRequest) -> Visitor | None:
    """The visitor who sent the request, or None; a visit that goes on is renewed."""
    return _visitor(_token(request))


def framed_visitor_of(request: HttpRequest) -> Visitor | None:
    """The visitor of an embedded frame alone: never the one that the help center's own pages know by cookie."""
    return _visitor(request.headers.get(HEADER, ""))


def watcher_of(request: HttpRequest) -> Visitor | None:
    """The visitor whose page asks by itself, without anybody acting: the visit isn't renewed."""
    return _watcher(_token(request))


def framed_watcher_of(request: HttpRequest) -> Visitor | None:
    """The same for an embedded frame alone, as `framed_visitor_of`."""
    return _watcher(request.headers.get(HEADER, ""))


def _token(request: HttpRequest) -> str:
    return request.headers.get(HEADER) or request.COOKIES.get(cookie_name(COOKIE), "")


def _watcher(token: str) -> Visitor | None:
    return Visitor.objects.holding(actions.digest(token), now=timezone.now()) if token else None


def _visitor(token: str) -> Visitor | None:
    if not token:
        return None
    now = timezone.now()
    visitor = Visitor.objects.holding(actions.digest(token), now=now)
    if visitor is not None and now - visitor.last_seen_at > RENEW_AFTER:
        actions.continue_visit(visitor=visitor, now=now)
    return visitor


def ensure_visitor(request: HttpRequest) -> tuple[Visitor, str | None]:
    """The visitor who sent the request, or a new one with the token to `remember`."""
    visitor = visitor_of(request)
    if visitor is not None:
        return visitor, None
    return actions.start_visit(now=timezone.now())


def remember(response: HttpResponseBase, token: str | None) -> None:
    """Keeps the token in the browser; does nothing when there is no new one."""
    if token:
        response.set_cookie(
            cookie_name(COOKIE),
            token,
            max_age=COOKIE_SECONDS,
            path="/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget(response: HttpResponseBase) -> None:
    """Takes the token out of the browser."""
    response.delete_cookie(cookie_name(COOKIE), path="/", samesite="Lax")


def stays_out(request: HttpRequest) -> bool:
    """Whether somebody logged out in this browser and hasn't logged in since."""
    return cookie_name(STAYS_OUT) in request.COOKIES


def stay_out(response: HttpResponseBase) -> None:
    """Notes that somebody logged out; says nothing of who."""
    response.set_cookie(
        cookie_name(STAYS_OUT),
        "1",
        max_age=COOKIE_SECONDS,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def stay_out_no_more(request: HttpRequest, response: HttpResponseBase) -> None:
    """They logged in by themselves."""
    if stays_out(request):
        response.delete_cookie(cookie_name(STAYS_OUT), path="/", samesite="Lax")
