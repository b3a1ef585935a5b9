"""Which addresses a host serves, and which charset and language a request speaks. Knows no app's rules."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from config import logs

_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")

type View = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request a name for the log: the proxy's, so that both logs can be read together, or one of ours."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        token = logs.request_id.set(given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8))
        try:
            return self.get_response(request)
        finally:
            logs.request_id.reset(token)


class CharsetMiddleware:
    """Reads every form and query as UTF-8, whatever charset the sender names, and no NUL in an address's query.

    Python knows charsets that make halves of characters, which no database takes, and PostgreSQL takes no NUL; our own
    pages send neither. Forms refuse a NUL themselves, but Django's admin filters look one up.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)


class HostMiddleware:
    """Gives the hosts of the demonstration products their own addresses, and only when DEMO is on."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().partition(":")[0].lower()
        if settings.DEMO and host in settings.DEMO_HOSTS:
            request.urlconf = "demo.product_urls"
        return self.get_response(request)


class LanguageMiddleware:
    """Activates the language named first in the path; elsewhere (the admin, health) the browser's choice.

    Reader pages are the same for everyone, so a path that names its language never varies by header or cookie.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.codes = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.lstrip("/").partition("/")[0]
        named = first in self.codes
        language = first if named else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
