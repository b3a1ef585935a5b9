"""Signing in at a product, coming back, signing out, and an embedded frame saying who it is."""

import logging
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts import actions, visits
from accounts.models import Domain, Visitor
from accounts.sign_in import pending, provider, tokens
from accounts.sign_in.refusals import KeysUnavailableError, MalformedError, TokenRefusedError
from web.addresses import local_path
from web.origin import is_same_origin, same_origin_required
from web.problems import problem

logger = logging.getLogger(__name__)

# What a provider answers that was asked for no page but needs one (OpenID Connect Core §3.1.2.6).
_NEEDS_A_PAGE = {"login_required", "interaction_required", "consent_required", "account_selection_required"}


def _next(request: HttpRequest, locale: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return local_path(wanted, f"/{locale}/")


def _redirect_uri() -> str:
    return settings.SITE_URL + reverse("sign_in_callback")


@never_cache
@require_GET
def sign_in(request: HttpRequest, locale: str) -> HttpResponse:
    """Which product to sign in at: the domains of today, none that is being replaced."""
    context = {
        "domains": Domain.objects.current(),
        "next": _next(request, locale),
        "alternates": [(code, name, reverse("sign_in", args=[code])) for code, name in settings.LANGUAGES],
    }
    return render(request, "accounts/sign_in.html", context)


@never_cache
@require_GET
def sign_in_at(request: HttpRequest, locale: str, host: str) -> HttpResponse:
    """Sends the person to this domain's own sign-in page; legacy ones still know who somebody is."""
    domain = Domain.objects.at(host) if host.isprintable() else None
    if domain is None:
        raise Http404
    visitor, following = visits.visitor_of(request), _next(request, locale)
    if _would_swap(request, visitor, domain):
        context = {"domain": domain, "visitor": visitor, "next": following, "onward": request.get_full_path()}
        return render(request, "accounts/swap.html", context)
    return _leave(request, visitor, domain, following=following, locale=locale, silent="silent" in request.GET)


def _would_swap(request: HttpRequest, visitor: Visitor | None, domain: Domain) -> bool:
    """Whether another site's link would make somebody who is signed in here somebody of another domain."""
    signed_in_elsewhere = visitor is not None and visitor.customer_id is not None and visitor.domain_id != domain.pk
    return signed_in_elsewhere and not is_same_origin(request)


def _leave(
    request: HttpRequest, visitor: Visitor | None, domain: Domain, *, following: str, locale: str, silent: bool
) -> HttpResponse:
    email = visitor.email if visitor else ""
    try:
        departure = provider.depart(domain, redirect_uri=_redirect_uri(), locale=locale, email=email, silent=silent)
    except provider.ProviderUnavailableError as error:
        logger.warning("No way to sign in at %s: %r", domain.host, str(error))
        again = reverse("sign_in_at", args=[locale, domain.host], query={"next": following})
        return _unavailable(request, again=again, back=following)
    response = HttpResponseRedirect(departure.url)
    attempt = pending.PendingSignIn(
        host=domain.host,
        state=departure.state,
        nonce=departure.nonce,
        verifier=departure.verifier,
        next=following,
        locale=locale,
        silent=silent,
    )
    pending.keep(request, response, attempt)
    return response


@never_cache
@require_GET
def sign_in_callback(request: HttpRequest) -> HttpResponse:
    """The way back from the provider: who it is, or kindly why not."""
    state = request.GET.get("state", "")
    attempt = pending.recall(request, state)
    if attempt is None:
        title, text = _("We lost track of this sign-in"), _("It may have taken too long, or was started elsewhere.")
        return problem(request, status=400, title=title, text=text, again=reverse("sign_in", args=[_language()]))
    with translation.override(attempt.locale):
        response = _finish(request, attempt)
    response.headers["Content-Language"] = attempt.locale
    pending.drop(response, state)
    return response


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _finish(request: HttpRequest, attempt: pending.PendingSignIn) -> HttpResponse:
    again = reverse("sign_in", args=[attempt.locale], query={"next": attempt.next})
    refuse = partial(problem, request, title=_("You aren't signed in"), again=again, back=attempt.next)
    domain = Domain.objects.at(attempt.host)
    if domain is None or request.GET.get("iss", domain.issuer) != domain.issuer:
        return refuse(status=400, text=_("The answer came from another address than the one you went to."))
    if attempt.silent and request.GET.get("error") in _NEEDS_A_PAGE:
        visitor = visits.visitor_of(request)
        return _leave(request, visitor, domain, following=attempt.next, locale=attempt.locale, silent=False)
    if "code" not in request.GET:
        logger.info("Sign-in at %s ended with %r.", attempt.host, request.GET.get("error"))
        return refuse(status=403, text=_("The sign-in was canceled. Nothing was changed."))
    now = timezone.now()
    try:
        token = provider.redeem(
            domain, code=request.GET["code"], verifier=attempt.verifier, redirect_uri=_redirect_uri()
        )
        claims = tokens.read_id_token(token, domain=domain, nonce=attempt.nonce, now=now)
        _row, kept = actions.sign_in(visitor=visits.visitor_of(request), domain=domain, claims=claims, now=now)
    except (provider.ProviderUnavailableError, KeysUnavailableError) as error:
        logger.warning("Sign-in at %s failed: %s", attempt.host, error)
        return _unavailable(request, again=again, back=attempt.next)
    except TokenRefusedError as error:
        logger.warning("Token from %s refused: %s", attempt.host, error)
        return refuse(status=403, text=str(error.message))
    response = HttpResponseRedirect(attempt.next)
    visits.remember(response, kept)
    return response


def _unavailable(request: HttpRequest, *, again: str, back: str) -> HttpResponse:
    return problem(
        request,
        status=502,
        title=_("Sign-in isn't available at the moment"),
        text=_("We can't reach the place where you sign in. What you wrote here is kept; please try again in a while."),
        again=again,
        back=back,
    )


@csrf_exempt
@never_cache
@require_POST
@same_origin_required
def sign_out(request: HttpRequest, locale: str) -> HttpResponse:
    """Ends the visit in this browser."""
    visitor = visits.visitor_of(request)
    if visitor is not None:
        actions.sign_out(visitor=visitor, now=timezone.now())
    response = HttpResponseRedirect(_next(request, locale))
    visits.forget(response)
    return response


@csrf_exempt
@never_cache
@require_POST
@same_origin_required
def identify(request: HttpRequest) -> JsonResponse:
    """The signed identity that an embedded frame was given, for the visitor's token that it then sends as a header."""
    now = timezone.now()
    try:
        domain, claims = tokens.read_embedded(request.POST.get("token", ""), now=now)
        visitor = visits.framed_visitor_of(request)
        _row, token = actions.sign_in(visitor=visitor, domain=domain, claims=claims, now=now)
    except TokenRefusedError as error:
        logger.warning("Embedded identity refused: %s", error)
        status = {MalformedError: 422, KeysUnavailableError: 503}.get(type(error), 403)
        return JsonResponse({"error": error.code, "message": str(error.message)}, status=status)
    return JsonResponse({"visitor": token})
