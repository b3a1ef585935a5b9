"""The hidden frame that asks who somebody is, and the way there and back that asks what they may. No page is seen."""

import logging
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts import visits
from accounts.models import Domain
from accounts.sign_in import pending, provider
from accounts.sign_in import silent as asking
from accounts.sign_in.discovery import ProviderUnavailableError
from accounts.sign_in.views import redirect_uri
from web import limits
from web.actions import take
from web.addresses import local_path
from web.limits import TooOftenError
from web.network import networks_of
from web.origin import is_same_origin, same_origin_required

logger = logging.getLogger(__name__)


def _is_too_often(request: HttpRequest) -> bool:
    """Counts one more asking; past the limit nobody is told, since nobody asked for it."""
    try:
        take(limits.claims("silent", networks=networks_of(request)), now=timezone.now())
    except TooOftenError:
        return True
    return False


@never_cache
@require_GET
def silent(request: HttpRequest, locale: str) -> HttpResponse:
    """The page in the messenger's hidden frame: the providers to ask, each in a frame of its own, and where to say it.

    With `host` it is about what the visit's person may do now, else about who is there. Its policy names exactly these
    providers, so that the messenger's own needs to name none.
    """
    if not is_same_origin(request):
        raise Http404
    visitor = visits.watcher_of(request)
    domains = asking.to_ask(request, visitor, host=request.GET.get("host", ""))
    if domains and _is_too_often(request):
        domains = []
    email = visitor.email if visitor else ""
    asks = list(asking.asks(domains, redirect_uri=redirect_uri(), locale=locale, email=email))
    policy = cast("dict[str, list[str]]", settings.SECURE_CSP)

    @csp_override(policy | {"frame-src": [CSP.SELF, *dict.fromkeys(ask.origin for ask in asks)]})
    def framed(request: HttpRequest) -> HttpResponse:
        following = local_path(request.GET.get("next", ""), f"/{locale}/")
        return render(request, "accounts/silent.html", {"asks": asks, "next": following})

    response = framed(request)
    for ask in asks:
        pending.keep(request, response, ask.attempt)
    return response


@csrf_exempt
@never_cache
@require_POST
@same_origin_required
def silent_answer(request: HttpRequest, locale: str) -> HttpResponse:
    """What a provider answered in the hidden frame: 204 when it is known now who is there, else 409."""
    state = request.POST.get("state", "")
    attempt = pending.recall(request, state) if pending.is_framed(state) else None
    if attempt is None:
        return JsonResponse({"error": "unknown_state"}, status=409)
    try:
        token = asking.take_answer(request, attempt, request.POST, redirect_uri=redirect_uri())
    except asking.NotRecognizedError as refused:
        response: HttpResponse = JsonResponse({"error": refused.code}, status=409)
    else:
        response = HttpResponse(status=204)
        visits.remember(response, token)
    pending.drop(response, state)
    return response


@never_cache
@require_GET
def confirm(request: HttpRequest, locale: str, host: str) -> HttpResponse:
    """Asks the visit's own domain, without a page, what its person may now; comes back to `next`, whatever it says."""
    following = local_path(request.GET.get("next", ""), f"/{locale}/")
    response = HttpResponseRedirect(following)
    visitor = visits.visitor_of(request)
    domain: Domain | None = visitor.domain if visitor is not None and visitor.customer_id is not None else None
    if visitor is None or domain is None or domain.host != host or domain.is_legacy or _is_too_often(request):
        return response
    try:
        departure = provider.depart(
            domain, redirect_uri=redirect_uri(), locale=locale, email=visitor.email, prompt=provider.SILENT
        )
    except ProviderUnavailableError as error:
        logger.warning("Nobody to ask at %s: %r", domain.host, str(error))
        return response
    response = HttpResponseRedirect(departure.url)
    attempt = pending.PendingSignIn(
        host=domain.host,
        state=departure.state,
        nonce=departure.nonce,
        verifier=departure.verifier,
        next=following,
        locale=locale,
        silent=True,
        quiet=True,
    )
    pending.keep(request, response, attempt)
    return response
