"""How a messenger page answers: whole, or its one fragment for htmx, never cached, framed only where it may be."""

import re
from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.models import Visitor
from accounts.sign_in.silent import may_recognize
from accounts.visits import HEADER, visitor_of
from helpcenter.text.labels import UI_LABELS
from messenger.access import asker
from messenger.leaving import FORMS, with_twins
from web.addresses import alternates, local_path
from web.compression import compress
from web.origin import same_origin_required

type View = Callable[..., HttpResponse]

# What screens call conversations in their context whose words they may show.
_CONVERSATIONS = ("conversations", "running", "draft", "packet", "typed")


def messenger_page(view: View) -> View:
    """For every address of the messenger: private, and changed only from our own pages (no CSRF cookie is needed)."""

    @csrf_exempt
    @never_cache
    @same_origin_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def show(
    request: HttpRequest,
    screen: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    fragment: str = "messenger",
) -> HttpResponse:
    """Render `messenger/<screen>.html`, or `fragment` of it alone when htmx asks."""
    context = context or {}
    response = rendered(request, screen, context, status=status, fragment=fragment)
    # What one person said, and signed addresses beside it, keep their length to themselves: docs/decisions/0017.
    says_what_they_said = "conversation" in context or any(context.get(name) for name in _CONVERSATIONS)
    return response if says_what_they_said else compress(request, response)


def rendered(
    request: HttpRequest, screen: str, context: dict[str, Any], *, status: int = 200, fragment: str = "messenger"
) -> HttpResponse:
    """The same, as it is."""
    mode = "panel" if _is_in_panel(request) else "page"
    # Whoever made the context has asked already.
    visitor = context["visitor"] if "visitor" in context else visitor_of(request)
    htmx = bool(getattr(request, "htmx", False)) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    shared = {
        "visitor": visitor,
        # Where a conversation is shown, its own answer stands over this one.
        "fin_answers": asker(visitor).has_fin,
        "who": _who(visitor),
        "labels": UI_LABELS,
        "mode": mode,
        "embedded": is_embedded(request),
        "asks_silently": partial(may_recognize, request, visitor),
        "return_path": return_path(request),
        "here": _here(request, context.get("conversation")),
        "came_from": came_from(request),
        "submission": uuid4().hex,
        "alternates": alternates(lambda code: _in_language(request, code, context.get("conversation"))),
    }
    template = f"messenger/{screen}.html" + (f"#{fragment}" if htmx else "")
    form = FORMS.get(screen) if mode == "page" and not htmx else None
    response = render(request, template, {**shared, **context, "leaving_by": form}, status=status)
    if form:
        page = with_twins(response.content.decode(), form, _leave_address(form, context))
        response.content = page.encode()
    return response


def _leave_address(form: str, context: Mapping[str, Any]) -> str:
    """What takes the form when its screen is left; screens with a form of their own say `leave_at`."""
    if "leave_at" in context:
        return str(context["leave_at"])
    conversation = context.get("conversation")
    if form == "start-form" or conversation is None:
        return reverse("start", args=[get_language()])
    return reverse("leave", args=[get_language(), conversation.reference])


def _is_in_panel(request: HttpRequest) -> bool:
    """Whether the help center's panel shows it; a form that is pressed before the scripts have begun doesn't say so."""
    return "panel" in request.GET or request.headers.get("Sec-Fetch-Dest") == "iframe"


def _who(visitor: Visitor | None) -> str:
    """Tells the frame's scripts one person from another, and says nothing of either; "" while nobody is signed in."""
    if visitor is None or visitor.customer_id is None:
        return ""
    return salted_hmac("messenger.who", str(visitor.customer_id), algorithm="sha256").hexdigest()[:16]


def _in_language(request: HttpRequest, code: str, conversation: Any) -> str:
    """This page in another language; a verb's address answers posts alone, so from there the page that it is about."""
    if request.method != "GET" and conversation:
        return reverse("conversation", args=[code, conversation.reference])
    if request.method != "GET":
        return reverse("messenger", args=[code])
    _empty, _locale, rest = request.get_full_path().split("/", 2)
    return f"/{code}/{rest}"


def _here(request: HttpRequest, conversation: Any) -> str:
    """The address of this screen, for a side trip's way back; a verb's screen is at its page."""
    if request.method in {"GET", "HEAD"}:
        query = request.GET.copy()
        # What names the panel and its page is the frame's: a screen has one address, whole or fetched alone.
        if "panel" in query or not return_path(request):
            query.pop("from", None)
        query.pop("panel", None)
        return request.path + (f"?{query.urlencode()}" if query else "")
    return _in_language(request, get_language() or settings.LANGUAGE_CODE, conversation)


def came_from(request: HttpRequest) -> str:
    """The messenger's screen that a side trip began on, as `back` says, in the language of this page, or ""."""
    path = local_path(request.GET.get("back", ""), "")
    # As a browser reads it: a step up would lead out of the messenger again.
    steps = re.split(r"[/\\]", path.partition("?")[0].lower().replace("%2e", "."))
    if steps[2:3] != ["messenger"] or {".", ".."} & set(steps):
        return ""
    return "/".join(["", get_language() or settings.LANGUAGE_CODE, *path.split("/")[2:]])


def is_embedded(request: HttpRequest) -> bool:
    """Whether the frame on a product's page asks."""
    return HEADER in request.headers


def return_path(request: HttpRequest) -> str:
    """The help-center page that the panel was opened on, or "" outside a panel. Local paths only."""
    source = request.GET.get("from", "")
    if not source and getattr(request, "htmx", False):
        source = _from_of(_current_path(request))
    elif not source and _is_in_panel(request):
        source = _from_of(request.headers.get("Referer", ""))
    return local_path(source, "")


def _from_of(address: str) -> str:
    return QueryDict(address.partition("?")[2]).get("from", "")


def _current_path(request: HttpRequest) -> str:
    """The path of the page that htmx says it stands on, or "" when that is no address."""
    try:
        return request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    except ValueError:
        return ""
