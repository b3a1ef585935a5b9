"""A product's OpenID Connect provider: description, keys, authorization with PKCE, and tokens."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from demo.identities import AUDIENCE, SECONDS, sign_identity
from demo.people import find_person, people_of
from demo.policies import embeds_messenger
from demo.signing_keys import signing_key
from demo.visits import origin_of, person_of, product_of, session_of, speaks_chosen_language

CODE_SECONDS = 60


def _redirect_uri() -> str:
    return f"{settings.SITE_URL}/sign-in/callback"


@require_GET
def configuration(request: HttpRequest) -> JsonResponse:
    """What OpenID Connect Discovery 1.0 asks for."""
    origin = origin_of(request)
    return JsonResponse(
        {
            "issuer": origin,
            "authorization_endpoint": f"{origin}/authorize",
            "token_endpoint": f"{origin}/token",
            "jwks_uri": f"{origin}/.well-known/jwks.json",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [product_of(request).algorithm],
            "scopes_supported": ["openid", "email", "profile"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "select_account"],
            "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }
    )


@require_GET
def key_set(request: HttpRequest) -> JsonResponse:
    """The public half of the product's key."""
    return JsonResponse({"keys": [signing_key(product_of(request)).as_dict(private=False)]})


@never_cache
@require_GET
@embeds_messenger
@speaks_chosen_language
def authorize(request: HttpRequest) -> HttpResponse:
    """Sends a signed-in person straight back with a code; asks anybody else who they are."""
    asked = request.GET
    if asked.get("client_id") != AUDIENCE or asked.get("redirect_uri") != _redirect_uri():
        return HttpResponse("Unknown client or redirect address.\n", status=400, content_type="text/plain")
    if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
        return _back(request, error="invalid_request")
    if not asked.get("code_challenge") or "openid" not in asked.get("scope", "").split():
        return _back(request, error="invalid_request")
    person = person_of(request)
    if person is None and asked.get("prompt") == "none":
        return _back(request, error="login_required")
    if person is None or asked.get("prompt") in {"login", "select_account"}:
        return _ask_who(request)
    code = {
        "person": person.key,
        "session": session_of(request),
        "nonce": asked.get("nonce", ""),
        "challenge": asked["code_challenge"],
        "locale": translation.get_language(),
    }
    return _back(request, code=signing.dumps(code, salt=_salt(request)))


def _salt(request: HttpRequest) -> str:
    return f"demo.code.{product_of(request).host}"


def _back(request: HttpRequest, **answer: str) -> HttpResponse:
    """To the help center with the answer; RFC 9207's iss says who gives it."""
    return HttpResponseRedirect(_back_address(request, **answer))


def _back_address(request: HttpRequest, **answer: str) -> str:
    answer |= {"state": request.GET.get("state", ""), "iss": origin_of(request)}
    return f"{_redirect_uri()}?{urlencode(answer)}"


def _ask_who(request: HttpRequest) -> HttpResponse:
    product = product_of(request)
    hint = request.GET.get("login_hint", "")
    people = people_of(product.product)
    # Who has been asked isn't asked again on the way on.
    onward = request.GET.copy()
    onward.pop("prompt", None)
    context = {
        "product": product,
        "people": sorted(people, key=lambda person: person.email != hint),
        "hint": hint if any(person.email == hint for person in people) else "",
        "next": f"{request.path}?{onward.urlencode()}",
        "cancel_url": _back_address(request, error="access_denied"),
        "languages": settings.LANGUAGES,
        "site_url": settings.SITE_URL,
    }
    return render(request, "demo/people.html", context)


@csrf_exempt
@never_cache
@require_POST
def token(request: HttpRequest) -> JsonResponse:
    """The ID token for a code, once, to who can show the code verifier (RFC 7636)."""
    given = request.POST
    if given.get("grant_type") != "authorization_code":
        return JsonResponse({"error": "unsupported_grant_type"}, status=400)
    code = _redeemed(request)
    if code is None or given.get("client_id") != AUDIENCE or given.get("redirect_uri") != _redirect_uri():
        return JsonResponse({"error": "invalid_grant"}, status=400)
    product = product_of(request)
    person = find_person(product.product, code["person"])
    if person is None:
        return JsonResponse({"error": "invalid_grant"}, status=400)
    id_token = sign_identity(
        product,
        person,
        issuer=origin_of(request),
        locale=code["locale"],
        session=code["session"],
        nonce=code["nonce"],
    )
    return JsonResponse(
        {
            "access_token": secrets.token_urlsafe(24),
            "token_type": "Bearer",
            "expires_in": SECONDS,
            "id_token": id_token,
        }
    )


def _redeemed(request: HttpRequest) -> dict[str, Any] | None:
    """What the code stands for, or None for a wrong verifier, a used or an old code."""
    raw, verifier = request.POST.get("code", ""), request.POST.get("code_verifier", "")
    try:
        code: dict[str, Any] = signing.loads(raw, salt=_salt(request), max_age=CODE_SECONDS)
    except signing.BadSignature:
        return None
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if not secrets.compare_digest(challenge.encode(), code["challenge"].encode()):
        return None
    # Codes carry everything themselves, so that any process can redeem them; each process remembers those it saw.
    once = cache.add(f"demo:code:{sha256(raw.encode()).hexdigest()}", True, CODE_SECONDS)
    return code if once else None
