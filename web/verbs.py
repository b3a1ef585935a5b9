"""What a browser shows when it opens the address of a form as if it were a page. Knows no app's addresses."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from web.problems import problem


class VerbMiddleware:
    """A page for a 405 that would be blank: a browser that restores its tabs asks for where a form had led.

    Pages are nouns, and what changes something is a verb below its page; so the way back leads up, to the first page
    there is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content or not _is_somebody(request):
            return response
        text = _("It only takes what a form sends, and nothing was sent now. Go back to see where things stand.")
        title = _("This address is not a page")
        page = problem(request, status=405, title=title, text=text, back=_page_above(request))
        page.headers["Allow"] = response.headers["Allow"]
        return page


def _is_somebody(request: HttpRequest) -> bool:
    """Whether a person looks at the answer, on a host whose addresses are the site's own."""
    reads = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return reads and not hasattr(request, "urlconf")


def _page_above(request: HttpRequest) -> str:
    above = request.path_info.rstrip("/")
    while above := above.rpartition("/")[0]:
        for address in (f"{above}/", above):
            try:
                resolve(address)
            except Resolver404:
                continue
            return address
    return "/"
