"""The messenger on a product's own page: the loader, the frame it opens, and a visit without a cookie."""

import json
from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.csp import CSP
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import start_visit
from accounts.models import Domain
from messenger.pages import messenger_page
from web.actions import take
from web.lean import lean
from web.limits import TooOftenError, claims, when_again
from web.network import networks_of
from web.problems import wait

_WORDS: dict[str, str | Promise] = {
    "title": _("Support messenger"),
    "unread": _("Unread answers"),
}
_HERE = Path(__file__).resolve().parent


def _words() -> dict[str, dict[str, str]]:
    """What launcher and frame are called, in every language; the default language stands first."""
    words = {}
    for code in sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE):
        with translation.override(code):
            words[code] = {key: str(word) for key, word in _WORDS.items()}
    return words


@cache
def _loader() -> str:
    """The script with its words and its looks."""
    script = Path(str(finders.find("js/messenger.js"))).read_text()
    looks = lean("css/host.css", (_HERE / "host.css").read_text())
    script = script.replace("words = {};", f"words = {json.dumps(_words(), ensure_ascii=False)};", 1)
    return lean("js/messenger.js", script.replace('looks = "";', f"looks = {json.dumps(looks)};", 1))


def _for_any_page(text: str, content_type: str) -> HttpResponse:
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8", headers=headers)


@require_safe
@cache_control(public=True, max_age=300, stale_while_revalidate=86400)
def messenger_js(request: HttpRequest) -> HttpResponse:
    """The loader that a product's page includes; its address never changes, so it is cached for minutes only."""
    return _for_any_page(_loader(), "text/javascript")


@require_safe
@cache_control(public=True, max_age=300, stale_while_revalidate=86400)
def messenger_types(request: HttpRequest) -> HttpResponse:
    """What the loader's calls take and give, for a product's compiler and editor."""
    return _for_any_page((_HERE / "messenger.d.ts").read_text(), "text/plain")


@messenger_page
@xframe_options_exempt
@require_safe
def messenger_embed(request: HttpRequest, locale: str) -> HttpResponse:
    """The frame inside a product's page. Only the exact origins of the domain rows may show it."""
    origins = Domain.objects.all().embedding()

    policy = cast("dict[str, list[str]]", settings.SECURE_CSP)

    @csp_override(policy | {"frame-ancestors": [CSP.SELF, *origins]})
    def framed(request: HttpRequest) -> HttpResponse:
        response = render(request, "messenger/embed.html", {"origins": " ".join(origins), "mode": "embed"})
        # A page that isolates itself shows only frames that say that they may be shown, and are as strict as itself.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        return response

    return framed(request)


@messenger_page
@require_POST
def visit(request: HttpRequest) -> HttpResponse:
    """A visit for a frame where nobody is signed in. The token goes to the frame alone, never into a cookie."""
    now = timezone.now()
    try:
        take(claims("visit", networks=networks_of(request)), now=now)
    except TooOftenError as refused:
        return wait(JsonResponse({"error": "too_often", "message": when_again(refused)}, status=429), refused)
    _row, token = start_visit(now=now)
    return JsonResponse({"visitor": token})
