"""Signing in at a product, and coming back."""

import logging
from contextlib import suppress
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import actions, visits
from accounts.models import Domain, Visitor
from accounts.sign_in import arriving, audit, pending, provider, silent
from accounts.sign_in.discovery import ProviderUnavailableError
from accounts.sign_in.refusals import KeysUnavailableError, TokenRefusedError
from web import limits
from web.actions import take
from web.addresses import local_path
from web.limits import TooOftenError
from web.network import networks_of
from web.origin import is_same_origin
from web.problems import problem, too_often

logger = logging.getLogger(__name__)

# What a provider answers that was asked for no page but needs one (OpenID Connect Core §3.1.2.6).
_NEEDS_A_PAGE = {"login_required", "interaction_required", "consent_required", "account_selection_required"}


def _next(request: HttpRequest, locale: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return local_path(wanted, f"/{locale}/")


def redirect_uri() -> str:
    """Where every provider sends people back to."""
    return settings.SITE_URL + reverse("sign_in_callback")


@never_cache
@require_GET
def sign_in(request: HttpRequest, locale: str) -> HttpResponse:
    """Which product to sign in at: the domains of today, none that is being replaced; with `other` as somebody else."""
    visitor = visits.watcher_of(request) if "other" in request.GET else None
    context = {
        "domains": Domain.objects.current(),
        "other": "other" in request.GET,
        "visitor": visitor if visitor is not None and visitor.customer_id is not None else None,
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
    try:
        take(limits.claims("sign_in", networks=networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        return _too_often(request, refused, back=following)
    if _would_swap(request, visitor, domain):
        context = {"domain": domain, "visitor": visitor, "next": following, "onward": request.get_full_path()}
        return render(request, "accounts/swap.html", context)
    prompt = provider.SILENT if "silent" in request.GET else ""
    return _leave(
        request, visitor, domain, following=following, locale=locale, prompt=prompt, another="other" in request.GET
    )


def _would_swap(request: HttpRequest, visitor: Visitor | None, domain: Domain) -> bool:
    """Whether another site's link would make somebody who is signed in here somebody of another domain."""
    signed_in_elsewhere = visitor is not None and visitor.customer_id is not None and visitor.domain_id != domain.pk
    return signed_in_elsewhere and not is_same_origin(request)


def _leave(
    request: HttpRequest,
    visitor: Visitor | None,
    domain: Domain,
    *,
    following: str,
    locale: str,
    prompt: str = "",
    another: bool = False,
) -> HttpResponse:
    """Off to the provider; for `another` person than who is signed in it isn't told whom we think it is."""
    email = visitor.email if visitor and not another else ""
    try:
        prompt = provider.prompt_for_another(domain) if another else prompt
        departure = provider.depart(domain, redirect_uri=redirect_uri(), locale=locale, email=email, prompt=prompt)
    except ProviderUnavailableError as error:
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
        silent=prompt == provider.SILENT,
    )
    pending.keep(request, response, attempt)
    return response


@never_cache
@require_GET
def sign_in_callback(request: HttpRequest) -> HttpResponse:
    """The way back from the provider: who it is, or kindly why not."""
    state = request.GET.get("state", "")
    if pending.is_framed(state):
        # Whether it is an answer at all the page around the frame finds out, which has the cookies in any browser.
        return render(request, "accounts/silent_answer.html")
    attempt = pending.recall(request, state)
    if attempt is None:
        title, text = _("We lost track of this login"), _("It may have taken too long, or was started elsewhere.")
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
    refuse = partial(problem, request, title=_("You aren't logged in"), again=again, back=attempt.next)
    domain = Domain.objects.at(attempt.host)
    if attempt.quiet:
        # Whatever came of it, the page that they come back to shows it.
        with suppress(silent.NotRecognizedError):
            silent.take_answer(request, attempt, request.GET, redirect_uri=redirect_uri())
        return HttpResponseRedirect(attempt.next)
    try:
        if domain is None or not silent.is_answer_of(request.GET.get("iss"), domain):
            audit.note("sign_in", request=request, outcome="refused", domain=domain, reason="wrong_provider")
            return refuse(status=400, text=_("The answer came from another address than the one you went to."))
        if attempt.silent and request.GET.get("error") in _NEEDS_A_PAGE:
            visitor = visits.visitor_of(request)
            return _leave(request, visitor, domain, following=attempt.next, locale=attempt.locale)
        if "code" not in request.GET:
            audit.note("sign_in", request=request, outcome="refused", domain=domain, reason="no_code")
            return refuse(status=403, text=_("The login was canceled. Nothing was changed."))
        take(limits.claims("sign_in", networks=networks_of(request)), now=timezone.now())
        row, kept = _redeem(request, domain, attempt)
    except (ProviderUnavailableError, KeysUnavailableError) as error:
        logger.warning("Sign-in at %s failed: %r", attempt.host, str(error))
        audit.note("sign_in", request=request, outcome="failed", domain=domain, reason="provider_unavailable")
        return _unavailable(request, again=again, back=attempt.next)
    except TooOftenError as refused:
        return _too_often(request, refused, back=attempt.next)
    except TokenRefusedError as error:
        logger.warning("Token from %s refused: %r", attempt.host, str(error))
        audit.note("sign_in", request=request, outcome="refused", domain=domain, reason=error.code)
        return refuse(status=403, text=str(error.message))
    audit.note("sign_in", request=request, domain=domain, customer=row.customer)
    response = HttpResponseRedirect(attempt.next)
    visits.remember(response, kept)
    visits.stay_out_no_more(request, response)
    return response


def _redeem(request: HttpRequest, domain: Domain, attempt: pending.PendingSignIn) -> tuple[Visitor, str]:
    now, code = timezone.now(), request.GET["code"]
    arrival = arriving.arrive(domain, attempt, code=code, redirect_uri=redirect_uri(), now=now)
    visitor = visits.visitor_of(request)
    return actions.sign_in(visitor=visitor, domain=domain, claims=arrival.claims, id_token=arrival.id_token, now=now)


def _too_often(request: HttpRequest, refused: TooOftenError, *, back: str) -> HttpResponse:
    text = _("Many logins were begun from your network in a short time. What you wrote here is kept.")
    return too_often(request, refused, text=text, back=back)


def _unavailable(request: HttpRequest, *, again: str, back: str) -> HttpResponse:
    return problem(
        request,
        status=502,
        title=_("Login isn't available at the moment"),
        text=_("We can't reach the place where you log in. What you wrote here is kept; please try again in a while."),
        again=again,
        back=back,
    )
