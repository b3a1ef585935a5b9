"""Off from the desk and from the company's login, too; and what that says when somebody logged out there."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.models import CompanyLogin, StaffProvider
from accounts.sign_in import farewell, tokens
from accounts.sign_in.farewell import Farewell
from accounts.sign_in.refusals import TokenRefusedError
from accounts.sso import actions
from accounts.sso.arriving import host_of, provider_of
from accounts.staff.entering import render
from accounts.staff.record import note

logger = logging.getLogger(__name__)


def return_uri() -> str:
    """Where every company login sends staff back to who logged out there."""
    return settings.SITE_URL + reverse("admin:company_left")


def back_channel_uri() -> str:
    """Where every company login tells that somebody logged out there."""
    return settings.SITE_URL + reverse("admin:company_logged_out")


def came_by(request: HttpRequest) -> CompanyLogin | None:
    """The login in this browser, if it is by a company's; to be asked before it ends."""
    rows = CompanyLogin.objects.select_related("binding__provider")
    return rows.filter(session=request.session.session_key).first() if request.session.session_key else None


def onward(request: HttpRequest, login: CompanyLogin) -> TemplateResponse | None:
    """The page that leads to the company's logout, where it offers one; the login here is over already.

    A page and no redirect: the answer to a form may lead to no other site (form-action), a page may.
    """
    provider, state = login.binding.provider, farewell.new_state()
    locale = translation.get_language() or settings.LANGUAGE_CODE
    address = farewell.address(
        provider, sealed_id_token=login.sealed_id_token, state=state, return_uri=return_uri(), locale=locale
    )
    if not address:
        return None
    response = render(request, "company_leaving", gettext("Logging out"), provider=provider, onward=address)
    farewell.keep(response, Farewell(host_of(provider), state, "", locale))
    return response


@never_cache
@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """Back from the company's logout."""
    state = request.GET.get("state", "")
    found = farewell.recall(request, state)
    with translation.override(found.locale if found else translation.get_language()):
        provider = provider_of(found) if found else None
        response = render(request, "company_left", gettext("Logged out"), provider=provider).render()
    farewell.drop(response, state)
    return response


@csrf_exempt
@never_cache
@require_POST
def logged_out_there(request: HttpRequest) -> HttpResponse:
    """Somebody logged out at their company (OpenID Connect Back-Channel Logout 1.0): their logins by it end here, too.

    The company's server asks, not a browser: its signature says who it is.
    """
    token, now = request.POST.get("logout_token", ""), timezone.now()
    try:
        provider, logout = tokens.read_logout(token, issued_by=StaffProvider.objects.issued_by, now=now)
        ended = actions.end_logins(provider=provider, logout=logout, now=now)
    except TokenRefusedError as error:
        logger.warning("Logout token of a company login refused: %r", str(error))
        note("staff_logged_out_there", request, outcome="refused", reason=error.code)
        return JsonResponse({"error": "invalid_request", "error_description": error.code}, status=400)
    note("staff_logged_out_there", request, about=provider, details={"ended": ended})
    return HttpResponse(status=200)
