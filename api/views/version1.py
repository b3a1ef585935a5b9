"""Version 1 as a whole: its operations, its document, and an answer for what it doesn't have."""

import json
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api import problems
from api.door import door
from api.problems import ProblemError
from api.views import beside, filing, library, moving, people, reading, writing
from web.uploads import takes_files

PREFIX = "/api/v1/"
_DOCUMENT_SECONDS = 300
# By the names of their operations.
_WITH_FILES = {"keep_file"}

v1 = door()
# Those that read tickets are on the same router as those that write: one address has all its methods at one place.
for _router in dict.fromkeys(each.router for each in (writing, moving, beside, filing, people, library, reading)):
    v1.add_router("", _router)


def addresses() -> list[URLPattern]:
    """Those of the operations."""
    found: list[Any] = [each for each in v1.urls[0] if getattr(each, "name", "") != "api-root"]
    for each in found:
        view = takes_files(each.callback) if each.name in _WITH_FILES else each.callback
        each.callback = _with_methods(view)
    return found


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for everybody: it says nothing of anybody."""
    response = HttpResponse(_document(), content_type="application/json")
    response.headers["Cache-Control"] = f"public, max-age={_DOCUMENT_SECONDS}"
    return response


@cache
def _document() -> str:
    return json.dumps(v1.get_openapi_schema(path_prefix=PREFIX), ensure_ascii=False)


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below the API that is none of its."""
    detail = gettext("The API has no such address. What it has stands in %(address)s.")
    return v1.problem(request, ProblemError(problems.NOT_FOUND, detail % {"address": f"{PREFIX}openapi.json"}))


def _with_methods(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, whose word for a method that it doesn't have is a problem like the others."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != problems.WRONG_METHOD.status:
            return response
        allowed = ", ".join(sorted(part.strip() for part in response.headers["Allow"].split(",")))
        detail = gettext("Here there is: %(methods)s.") % {"methods": allowed}
        return v1.problem(request, ProblemError(problems.WRONG_METHOD, detail, headers={"Allow": allowed}))

    return csrf_exempt(wrapped)
