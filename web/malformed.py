"""Requests that no browser sends, refused or tidied before anything trips over them. Knows only the admin's address."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

# The parts of a date that the admin's lists filter by. Django hands a year to Python's calendar, which has ends.
_OF_A_DATE = re.compile(r"__(?:iso_year|year|quarter|month|week|day|week_day|hour|minute|second)(?:__[a-z]+)?$")
_IN_A_CALENDAR = re.compile(r"(?!0+$)\d{1,4}$", re.ASCII)


class CarefulRequest(WSGIRequest):
    """A request whose Content-Type may be anything: Django's own fails before any middleware could answer."""

    malformed = False

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (BadRequest, LookupError, ValueError):
            self.malformed = True
            self.content_type, self.content_params = "", {}


class MalformedMiddleware:
    """400 for a Content-Type that can't be read and for dates of no calendar in the admin's filters.

    An address of the current page that is none is dropped: it only says where the person is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "malformed", False):
            raise BadRequest("The Content-Type can't be read")
        if request.path_info.startswith("/admin/") and not _has_real_dates(request.META.get("QUERY_STRING", "")):
            raise BadRequest("A date in the query is in no calendar")
        if not _is_address(request.META.get("HTTP_HX_CURRENT_URL", "")):
            del request.META["HTTP_HX_CURRENT_URL"]
            request.__dict__.pop("headers", None)  # a copy, if somebody has looked already
        return self.get_response(request)


def _has_real_dates(query: str) -> bool:
    return all(_IN_A_CALENDAR.match(value) for name, value in parse_qsl(query) if _OF_A_DATE.search(name))


def _is_address(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True
