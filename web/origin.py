"""Whether a request was sent by a page of our own: for posts from pages that have no session to keep a token in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from web.problems import problem


def is_same_origin(request: HttpRequest) -> bool:
    """By Origin; where a browser sends none, by Sec-Fetch-Site; else by Referer. Nothing at all is not ours."""
    own = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == own
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    referer = urlsplit(request.headers.get("Referer", ""))
    return f"{referer.scheme}://{referer.netloc}" == own


def same_origin_required[V: Callable[..., HttpResponse]](view: V) -> V:
    """Refuses, with 403, a change that another site's page asks for."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not is_same_origin(request):
            return problem(
                request,
                status=403,
                title=_("This came from another site"),
                text=_("Go back to the help center and try again from there."),
            )
        return view(request, *args, **kwargs)

    return cast(V, checked)
