"""The wall by a screen's own address: no login, no cookie, and nothing but the figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tickets.models import WallScreen
from tickets.reporting import wall
from tickets.screens import actions
from tickets.screens.keys import read_key


@never_cache
@require_safe
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """The page, or its figures alone; 404 for an address that never was or was ended."""
    now, is_part = timezone.now(), bool(request.headers.get("HX-Request"))
    found = _screen(key)
    if found is None:
        if is_part:  # The page that asks is thrown away for the one that says so.
            return _sealed(HttpResponse(headers={"HX-Refresh": "true"}))
        raise Http404
    actions.note_seen(screen=found, now=now)
    template = "admin/tickets/_wall.html" if is_part else "admin/tickets/wall.html"
    with translation.override(found.locale):
        context = {"address": request.path, **wall.standing(now)}
        return _sealed(render(request, template, context))


def _screen(typed: str) -> WallScreen | None:
    key = read_key(typed)
    return WallScreen.objects.filter(key=key).first() if key else None


def _sealed(response: HttpResponse) -> HttpResponse:
    """The address is a key, so nobody hears of it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
