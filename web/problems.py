"""The page that says kindly what went wrong and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def problem(
    request: HttpRequest, *, status: int, title: str, text: str, again: str = "", back: str = ""
) -> HttpResponse:
    """A page with this status; `again` is the address to try once more, `back` the one to return to."""
    context = {"title": title, "text": text, "again": again, "back": back or "/"}
    response = render(request, "problem.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
