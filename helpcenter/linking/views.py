"""Articles to put into a letter, as staff look for them while they write."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpcenter.search.second_try import look_up_unfinished

_LONGEST_QUERY, _MOST = 200, 6


@dataclass(frozen=True, slots=True)
class Line:
    """An article as it stands in a letter. `language` is named where it isn't the reader's."""

    title: str
    address: str
    locale: str
    language: str


@require_safe
def find(request: HttpRequest, locale: str) -> HttpResponse:
    """The articles that answer `q`; a list for a script, a page with the lines to copy for who has none."""
    if not request.user.has_perm("helpcenter.view_article"):
        raise PermissionDenied
    names = dict(settings.LANGUAGES)
    locale = locale if locale in names else settings.LANGUAGE_CODE
    query = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_QUERY]
    hits = look_up_unfinished(query, locale, _MOST).hits if query else []
    lines = [
        Line(
            hit.title, settings.SITE_URL + hit.path, hit.locale, "" if hit.locale == locale else str(names[hit.locale])
        )
        for hit in hits
    ]
    context = {"lines": lines, "query": query, "wanted": names[locale]}
    if getattr(request, "htmx", False):
        return render(request, "helpcenter/_lines_to_put_in.html", context)
    return render(request, "helpcenter/lines_to_copy.html", {**admin.site.each_context(request), **context})
