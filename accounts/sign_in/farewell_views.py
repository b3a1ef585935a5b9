"""Signing out here, at the provider, and coming back."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts import actions, visits
from accounts.models import Domain
from accounts.sign_in import audit, farewell
from web.addresses import local_path
from web.origin import same_origin_required


@csrf_exempt
@never_cache
@require_POST
@same_origin_required
def sign_out(request: HttpRequest, locale: str) -> HttpResponse:
    """Ends the visit in this browser, then the session at the provider where it offers that."""
    visitor, following = visits.visitor_of(request), local_path(request.POST.get("next", ""), f"/{locale}/")
    onward, state = "", farewell.new_state()
    # In a product's page it is the product that signs its people out.
    if visitor is not None and visitor.domain is not None and visits.HEADER not in request.headers:
        onward = farewell.address(
            visitor.domain,
            sealed_id_token=visitor.sealed_id_token,
            state=state,
            return_uri=settings.SITE_URL + reverse("sign_out_callback"),
            locale=locale,
        )
    if visitor is not None:
        actions.sign_out(visitor=visitor, now=timezone.now())
        audit.note("sign_out", request=request, domain=visitor.domain, customer=visitor.customer)
    response: HttpResponse = HttpResponseRedirect(following)
    if onward and visitor is not None and visitor.domain is not None:
        # A page and no redirect: the answer to a form may lead to no other site (form-action), a page may.
        context = {"domain": visitor.domain, "onward": onward, "next": following}
        response = render(request, "accounts/leaving.html", context)
        farewell.keep(response, farewell.Farewell(visitor.domain.host, state, following, locale))
    visits.forget(response)
    visits.stay_out(response)
    return response


@never_cache
@require_GET
def sign_out_callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider: that they are logged out, and the way to where they were."""
    state = request.GET.get("state", "")
    found = farewell.recall(request, state)
    locale = found.locale if found else translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(locale):
        domain = Domain.objects.at(found.host) if found else None
        context = {"domain": domain, "next": found.next if found else f"/{locale}/"}
        response = render(request, "accounts/signed_out.html", context)
    response.headers["Content-Language"] = locale
    farewell.drop(response, state)
    return response
