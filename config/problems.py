"""What people see when the fault is ours (a page that leans on nothing), and when they may not do what they tried."""

import re
import sys
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_resolver
from django.utils.translation import gettext as _

from web.addresses import alternates

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


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in any language where the address names one; in the desk with the way back to it."""
    named, _slash, rest = request.path.removeprefix("/").partition("/")
    context: dict[str, object] = {"desk": _is_of_desk(request)}
    if named in dict(settings.LANGUAGES):
        context["alternates"] = alternates(lambda code: f"/{code}/{quote(rest)}")
    return render(request, "404.html", context, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: who is signed in has no right to it."""
    text = _("Your account has no right to it. If you need it, ask an administrator.")
    return _refused(request, title=_("You may not open this"), text=text)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's secret isn't the browser's any more. A host with addresses of its own says so itself."""
    if own := getattr(request, "urlconf", None):
        refuse: Callable[..., HttpResponse] = get_resolver(own).resolve_error_handler(403)
        return refuse(request, PermissionDenied(reason))
    text = _("You logged in or out elsewhere since it was opened. Open its page again, and send it from there.")
    return _refused(request, title=_("This form has expired"), text=text)


def _refused(request: HttpRequest, *, title: str, text: str) -> HttpResponse:
    context = {"title": title, "text": text, "desk": _is_of_desk(request), "typed": _typed(request)}
    response = render(request, "403.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_of_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


def _typed(request: HttpRequest) -> list[str]:
    """What the person wrote, field by field, if the request carries it and can be read."""
    try:
        written = [value for name, value in request.POST.items() if _TYPED.fullmatch(name)]
        return [str(value)[:_MOST_LETTERS] for value in written if str(value).strip()][:_MOST_FIELDS]
    except Exception:
        return []
