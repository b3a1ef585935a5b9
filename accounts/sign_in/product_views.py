"""What we and a product tell each other without a page: who is in its frame, who signed out there, our keys."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts import actions, visits
from accounts.models import Domain
from accounts.sign_in import audit, tokens
from accounts.sign_in.client_auth import CredentialError, public_keys
from accounts.sign_in.refusals import KeysUnavailableError, MalformedError, TokenRefusedError
from web import limits
from web.actions import give_back, take
from web.limits import TooOftenError, when_again
from web.network import networks_of
from web.origin import same_origin_required
from web.problems import wait

logger = logging.getLogger(__name__)


@csrf_exempt
@never_cache
@require_POST
@same_origin_required
def identify(request: HttpRequest) -> JsonResponse:
    """The signed identity that an embedded frame was given, for the visitor's token that it then sends as a header."""
    now = timezone.now()
    counted = limits.claims("identify", networks=networks_of(request))
    try:
        take(counted, now=now)
    except TooOftenError as refused:
        audit.note("identify", request=request, outcome="refused", reason="too_often")
        return wait(JsonResponse({"error": "too_often", "message": when_again(refused)}, status=429), refused)
    try:
        domain, claims = tokens.read_embedded(request.POST.get("token", ""), now=now)
        visitor = visits.framed_visitor_of(request)
        row, token = actions.sign_in(visitor=visitor, domain=domain, claims=claims, now=now)
    except TokenRefusedError as error:
        logger.warning("Embedded identity refused: %r", str(error))
        audit.note("identify", request=request, outcome="refused", reason=error.code)
        status = {MalformedError: 422, KeysUnavailableError: 503}.get(type(error), 403)
        said = {"error": error.code, "message": str(error.message), "detail": error.detail}
        return JsonResponse(said, status=status)
    # A product's page asks each time it opens, so only what was refused counts.
    give_back(counted)
    audit.note("identify", request=request, domain=domain, customer=row.customer)
    return JsonResponse({"visitor": token})


@csrf_exempt
@never_cache
@require_POST
def back_channel_logout(request: HttpRequest) -> HttpResponse:
    """Somebody signed out at the product (OpenID Connect Back-Channel Logout 1.0): their visits end here, too.

    The product's server asks, not a browser: its signature says who it is.
    """
    now = timezone.now()
    try:
        domain, logout = tokens.read_logout(
            request.POST.get("logout_token", ""), issued_by=Domain.objects.issued_by, now=now
        )
        ended = actions.end_visits(domain=domain, logout=logout, now=now)
    except TokenRefusedError as error:
        logger.warning("Logout token refused: %r", str(error))
        audit.note("back_channel_logout", request=request, outcome="refused", reason=error.code)
        return JsonResponse({"error": "invalid_request", "error_description": error.code}, status=400)
    audit.note("back_channel_logout", request=request, domain=domain, reason=f"ended_{ended}")
    return HttpResponse(status=200)


@cache_control(public=True, max_age=300)
@require_GET
def client_keys(request: HttpRequest, host: str) -> HttpResponse:
    """The public half of the key by which we show this domain's provider who we are (private_key_jwt)."""
    domain = Domain.objects.at(host) if host.isprintable() else None
    if domain is None:
        raise Http404
    try:
        keys = public_keys(domain)
    except CredentialError as error:
        logger.warning("No key to publish for %s: %r", host, str(error))
        keys = []
    return JsonResponse({"keys": keys})
