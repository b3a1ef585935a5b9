"""Where somebody is logged in, as they and admins read it; and the step of each request that notices it."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import StaffSession, User
from accounts.staff.browsers import browser_in, system_in
from accounts.staff.session_actions import see
from web.network import networks_of

SEEN = "staff_seen"
# How exact "last seen" is, in seconds: it costs a write as often.
SEEN_EVERY = 600


def sessions_of(user: User, *, now: datetime) -> list[StaffSession]:
    """Those that still open the desk: a session from before another password is there until its time is over."""
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    rows = StaffSession.objects.of(user).open(now=now)
    return [row for row in rows if _opens(row, hashes)]


class SeenMiddleware:
    """Notices where staff are at work, in the admin alone and every ten minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Afterwards: a login or another password gave the session another key.
        at_work = request.path_info.startswith("/admin/") and settings.SESSION_COOKIE_NAME in request.COOKIES
        if at_work and response.status_code < 400:
            _notice(request, now=timezone.now())
        return response


def _notice(request: HttpRequest, *, now: datetime) -> None:
    user, key = request.user, request.session.session_key
    if not isinstance(user, User) or not user.is_staff or not key:
        return
    seen_key, seen_at = request.session.get(SEEN, ("", 0))
    if seen_key == key and now.timestamp() - seen_at < SEEN_EVERY:
        return
    request.session[SEEN] = (key, now.timestamp())
    network = next(iter(networks_of(request)[1:2]), "")
    agent = request.headers.get("User-Agent", "")[:1000]
    see(user=user, key=key, network=network, browser=browser_in(agent), system=system_in(agent), now=now)


def _opens(row: StaffSession, hashes: list[str]) -> bool:
    told = str(row.session.get_decoded().get("_auth_user_hash", ""))
    return any(constant_time_compare(told, each) for each in hashes)
