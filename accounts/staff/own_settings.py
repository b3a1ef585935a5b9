"""Somebody's language and clock, wherever they are in the admin, and nowhere else. Asks the database nothing itself."""

from collections.abc import Callable
from contextlib import ExitStack

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.models import User


class OwnSettingsMiddleware:
    """Renders the admin in the language and the time zone that the person has set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.codes = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_admin = request.path_info.startswith("/admin/") and settings.SESSION_COOKIE_NAME in request.COOKIES
        if not in_admin or not isinstance(user := request.user, User):
            return self.get_response(request)
        own = user.own
        with ExitStack() as stack:
            if own.zone:
                stack.enter_context(timezone.override(own.zone))
            if own.language in self.codes:
                stack.enter_context(translation.override(own.language))
                request.LANGUAGE_CODE = own.language
            response = self.get_response(request)
        if own.language in self.codes:
            response.headers["Content-Language"] = own.language
        return response
