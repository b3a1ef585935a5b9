"""Who is signed in at a product, in which session and language: cookies of that host alone."""

import secrets
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from demo.people import Person, find_person
from demo.products import Product, product_at

COOKIE = "person"
SESSION = "person_session"

type View = Callable[[HttpRequest], HttpResponse]


def product_of(request: HttpRequest) -> Product:
    """The product whose host was asked."""
    return product_at(request.get_host().partition(":")[0].lower())


def origin_of(request: HttpRequest) -> str:
    """The product's origin, which is also the issuer of its tokens."""
    return f"{request.scheme}://{request.get_host()}"


def person_of(request: HttpRequest) -> Person | None:
    """The sample person who is signed in here, or None."""
    product = product_of(request)
    key = request.get_signed_cookie(COOKIE, default="", salt=product.host)
    return find_person(product.product, key or "")


def session_of(request: HttpRequest) -> str:
    """The name of the session in which they are, or ""."""
    return request.get_signed_cookie(SESSION, default="", salt=product_of(request).host) or ""


def sign_in_as(response: HttpResponse, product: Product, person: Person | None) -> None:
    """Makes this browser that person's at the product, in a session of its own; None signs out."""
    if person is None:
        response.delete_cookie(COOKIE)
        response.delete_cookie(SESSION)
        return
    for name, value in ((COOKIE, person.key), (SESSION, secrets.token_urlsafe(12))):
        response.set_signed_cookie(
            name,
            value,
            salt=product.host,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def speaks_chosen_language(view: View) -> View:
    """Honours ?lang= (kept in a cookie) and OpenID Connect's ui_locales; otherwise what the browser asks for."""

    @wraps(view)
    def spoken(request: HttpRequest) -> HttpResponse:
        codes = {code for code, _name in settings.LANGUAGES}
        chosen = request.GET.get("lang", "")
        asked = [chosen, *request.GET.get("ui_locales", "").split()]
        language = next((code for code in asked if code in codes), None) or translation.get_language()
        with translation.override(language):
            response = view(request)
        response.headers["Content-Language"] = language or settings.LANGUAGE_CODE
        if chosen in codes:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax")
        return response

    return spoken
