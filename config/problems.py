"""What people see when the fault is ours: a page that leans on nothing, and 503 while the database is away."""

import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_AWAY = (OperationalError, InterfaceError)
_TRY_AGAIN_SECONDS = "30"
# The fields of every form that take a person's own words; none that is a secret or was only picked.
_TYPED = re.compile(r"text|comment|body\w*|details|note|subject|title|summary|field_\w+")
_MOST_FIELDS = 30
_MOST_LETTERS = 100_000


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database can't be reached; either hands the typed words back."""
    if not isinstance(sys.exception(), _AWAY):
        return HttpResponse(render_to_string("500.html", {"typed": _typed(request)}), status=500)
    page = render_to_string("503.html", {"typed": _typed(request)})
    headers = {"Retry-After": _TRY_AGAIN_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _typed(request: HttpRequest) -> list[str]:
    """What the person wrote, field by field, if the request carries it and can be read."""
    try:
        written = [value for name, value in request.POST.items() if _TYPED.fullmatch(name)]
        return [str(value)[:_MOST_LETTERS] for value in written if str(value).strip()][:_MOST_FIELDS]
    except Exception:
        return []
