"""The page that says kindly what went wrong and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from web.limits import TooOftenError, when_again


def problem(
    request: HttpRequest, *, status: int, title: str, text: str, again: str = "", back: str = ""
) -> HttpResponse:
    """A page with this status; `again` is the address to try once more, `back` the one to return to."""
    context = {"title": title, "text": text, "again": again, "back": back or "/"}
    response = render(request, "problem.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def too_often(
    request: HttpRequest, refused: TooOftenError, *, text: str, again: str = "", back: str = ""
) -> HttpResponse:
    """429: what was done too often, and when it may be done again."""
    words = {"title": _("Please wait a little"), "text": when_again(refused, after=text)}
    return wait(problem(request, status=429, again=again, back=back, **words), refused)


def wait[R: HttpResponse](response: R, refused: TooOftenError) -> R:
    """The response with the seconds to wait, as programs read them."""
    response.headers["Retry-After"] = str(refused.seconds)
    return response
