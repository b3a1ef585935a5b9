"""Which list of the queue somebody came to a ticket from: it stands in the address of the ticket's page, as in each tab
they may be in another one. Values only.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve, reverse

# The parameter: the list's own query, in the order of its names.
LIST = "list"
# What of an address says where in the list one is, not which list it is.
_PLACE = frozenset({"p", "e", "after", "o", "csrfmiddlewaretoken"})
_LONGEST = 1000
_PAGE = "tickets_ticket_change"


def canonical(query: str) -> str:
    """The same filters always as the same text: in the order of their names, without the place in the list."""
    kept = [(name, value) for name, value in parse_qsl(query, max_num_fields=50) if name not in _PLACE]
    return urlencode(sorted(kept))


def list_of(request: HttpRequest) -> str:
    """The query of the list that they came from, "" for none: as the address says, or that of the page that a form or
    a move is sent from."""
    asked = request.GET
    if LIST not in asked and request.method == "POST":
        asked = QueryDict(urlsplit(request.headers.get("Referer", "")).query)
    given = asked.get(LIST, "")
    try:
        query = canonical(given) if len(given) <= _LONGEST else ""
    except ValueError:  # more fields than any list has
        return ""
    return "" if "%00" in query else query


def with_list(address: str, query: str) -> str:
    """The address of a ticket's page, with the list that it is come to from."""
    if not query:
        return address
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode({LIST: query})))


def list_address(request: HttpRequest) -> str:
    """The way back to the list that they came from; the queue from any other place."""
    query = list_of(request)
    return reverse("admin:tickets_ticket_changelist") + (f"?{query}" if query else "")


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response; one that leads to a ticket's page keeps the list that they came from."""
    to = response.headers.get("Location", "")
    if request.method == "POST" and to and not urlsplit(to).query and _is_page(urlsplit(to).path):
        response.headers["Location"] = with_list(to, list_of(request))
    return response


def _is_page(path: str) -> bool:
    try:
        return resolve(path).url_name == _PAGE
    except Resolver404:
        return False
