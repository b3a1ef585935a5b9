"""A product's own pages: its front page with the person's menu, the switcher, and the identity for the messenger."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from demo.farewell import tell_signed_out
from demo.identities import sign_identity
from demo.people import find_person, people_of
from demo.policies import embeds_messenger
from demo.products import product_at
from demo.visits import origin_of, person_of, product_of, session_of, sign_in_as, speaks_chosen_language


def help_address(host: str, path: str, *, signed_in: bool) -> str:
    """A page of the help center; a signed-in person passes through its sign-in, so that it knows who comes."""
    locale = translation.get_language() or settings.LANGUAGE_CODE
    if not signed_in:
        return f"{settings.SITE_URL}/{locale}/{path}"
    return f"{settings.SITE_URL}/{locale}/sign-in/{host}/?{urlencode({'next': f'/{locale}/{path}'})}"


@never_cache
@require_GET
@embeds_messenger
@speaks_chosen_language
def home(request: HttpRequest) -> HttpResponse:
    """The product's front page: what its people see, or the way in for who isn't signed in."""
    context = _context(request)
    signed_in = context["person"] is not None
    page = f"demo/{context['product'].product}.html" if signed_in else "demo/people.html"
    return render(request, page, context)


@never_cache
@require_GET
@embeds_messenger
@speaks_chosen_language
def people(request: HttpRequest) -> HttpResponse:
    """The sample people, to become another one."""
    return render(request, "demo/people.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    product, person = product_of(request), person_of(request)
    signed_in = person is not None
    return {
        "product": product,
        "person": person,
        "people": people_of(product.product),
        "languages": settings.LANGUAGES,
        "site_url": settings.SITE_URL,
        "help_url": help_address(product.host, "", signed_in=signed_in),
        "messenger_url": help_address(product.host, "messenger/", signed_in=signed_in),
        "successor_url": _successor_address(request, product.successor),
    }


def _successor_address(request: HttpRequest, successor: str) -> str:
    if not successor:
        return ""
    _name, colon, port = request.get_host().partition(":")
    return f"{request.scheme}://{product_at(successor).host}{colon}{port}/"


@never_cache
@require_GET
def identity(request: HttpRequest) -> JsonResponse:
    """A fresh signed identity for the messenger on this product's page; null for who isn't signed in."""
    person = person_of(request)
    if person is None:
        return JsonResponse({"identity": None})
    locale = translation.get_language() or settings.LANGUAGE_CODE
    about = {"issuer": origin_of(request), "locale": locale, "session": session_of(request)}
    token = sign_identity(product_of(request), person, **about)
    return JsonResponse({"identity": token})


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Becomes another sample person, or nobody, and goes on where that was asked."""
    product = product_of(request)
    key = request.POST.get("person", "")
    person = find_person(product.product, key)
    if key and person is None:
        return HttpResponseBadRequest("No such person.\n", content_type="text/plain")
    wanted = request.POST.get("next", "")
    stays = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    response = HttpResponseRedirect(wanted if stays else "/")
    before = person_of(request)
    if before is not None:
        tell_signed_out(product, before, issuer=origin_of(request), session=session_of(request))
    sign_in_as(response, product, person)
    return response
