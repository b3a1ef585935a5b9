"""What people see when the fault is ours: a page that leans on nothing, and 503 while the database is away."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_AWAY = (OperationalError, InterfaceError)
_TRY_AGAIN_SECONDS = "30"


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with the typed words handed back when the database can't be reached."""
    if not isinstance(sys.exception(), _AWAY):
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string("503.html", {"typed": _typed(request)})
    headers = {"Retry-After": _TRY_AGAIN_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _typed(request: HttpRequest) -> str:
    """What the person wrote, if the request carries it and can be read."""
    try:
        return str(request.POST.get("text", ""))
    except Exception:
        return ""
