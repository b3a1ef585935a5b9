"""What a product's host says when something isn't there, isn't allowed or breaks: its own page."""

from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _problem(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    status: HTTPStatus,
) -> HttpResponse:
    return render(request, "demo/problem.html", {"site_url": settings.SITE_URL}, status=status)


bad_request = partial(_problem, status=HTTPStatus.BAD_REQUEST)
forbidden = partial(_problem, status=HTTPStatus.FORBIDDEN)
not_found = partial(_problem, status=HTTPStatus.NOT_FOUND)
broken = partial(_problem, status=HTTPStatus.INTERNAL_SERVER_ERROR)
