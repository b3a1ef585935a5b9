"""The API itself: how it answers, what becomes of an error, and the OpenAPI document that says all of it."""

import logging
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from api import problems
from api.documenting import complete
from api.problems import MEDIA_TYPE, ProblemError, error_of
from tickets.refusals import TicketChangedError, TicketRefusedError

_log = logging.getLogger("django.request")
_AWAY_SECONDS = "30"


class _Renderer(JSONRenderer):
    """JSON in which words stand as they are."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012  as ninja has it


class Door(NinjaAPI):
    """Answers in JSON, without a cache, and says how many requests are left."""

    def create_response(
        self, request: HttpRequest, data: Any, *, status: int | None = None, temporal_response: Any = None
    ) -> HttpResponse:
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        for name, value in getattr(request, "said", {}).items():
            response.headers[name] = value
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Language"] = get_language() or settings.LANGUAGE_CODE
        return response

    def problem(self, request: HttpRequest, problem: ProblemError) -> HttpResponse:
        """The answer that says what is wrong."""
        response = self.create_response(request, problem.body(), status=problem.kind.status)
        response.headers["Content-Type"] = MEDIA_TYPE
        for name, value in problem.headers.items():
            response.headers[name] = value
        return response

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        return complete(super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params))

    def set_default_exception_handlers(self) -> None:
        """Ours in the place of ninja's."""
        self.add_exception_handler(ProblemError, self._problem)
        self.add_exception_handler(Http404, self._not_found)
        self.add_exception_handler(HttpError, self._malformed)
        self.add_exception_handler(ValidationError, self._invalid)
        self.add_exception_handler(TicketRefusedError, self._refused)
        self.add_exception_handler(TicketChangedError, self._changed)
        self.add_exception_handler(OperationalError, self._away)
        self.add_exception_handler(InterfaceError, self._away)
        self.add_exception_handler(Exception, self._broken)

    def _problem(self, request: HttpRequest, error: Any) -> HttpResponse:
        return self.problem(request, error)

    def _not_found(self, request: HttpRequest, _error: Any) -> HttpResponse:
        detail = gettext("There is none, or it isn’t for who asks.")
        return self.problem(request, ProblemError(problems.NOT_FOUND, detail))

    def _malformed(self, request: HttpRequest, _error: Any) -> HttpResponse:
        return self.problem(request, ProblemError(problems.MALFORMED, gettext("The body is no JSON.")))

    def _invalid(self, request: HttpRequest, error: Any) -> HttpResponse:
        errors = [error_of(each) for each in error.errors]
        return self.problem(request, ProblemError(problems.INVALID, gettext("Look at “errors”."), errors))

    def _refused(self, request: HttpRequest, error: Any) -> HttpResponse:
        return self.problem(request, ProblemError(problems.REFUSED, error.text, more={"reason": error.reason}))

    def _changed(self, request: HttpRequest, _error: Any) -> HttpResponse:
        detail = gettext("Somebody changed the ticket since you read it. Read it again.")
        return self.problem(request, ProblemError(problems.CHANGED, detail))

    def _away(self, request: HttpRequest, error: Any) -> HttpResponse:
        _log.error("%s: the database is away", request.path, exc_info=error, extra={"status_code": 503})
        return self.problem(request, ProblemError(problems.AWAY, headers={"Retry-After": _AWAY_SECONDS}))

    def _broken(self, request: HttpRequest, error: Any) -> HttpResponse:
        _log.error("Internal Server Error: %s", request.path, exc_info=error, extra={"status_code": 500})
        return self.problem(request, ProblemError(problems.BROKEN))


def door() -> Door:
    """The API of version 1, without its operations."""
    return Door(
        title="Help center",
        version="1",
        description="Tickets, people, topics, macros, articles and conversations, for programs. See docs/api.md.",
        openapi_url=None,
        docs_url=None,
        urls_namespace="api-v1",
        renderer=_Renderer(),
    )
