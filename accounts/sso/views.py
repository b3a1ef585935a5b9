"""Off to the company's login, and back: in, to the second step, joined, or kindly why not."""

import logging
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import StaffProvider, User
from accounts.sealing import seal
from accounts.sign_in import pending
from accounts.sign_in import provider as there
from accounts.sign_in.discovery import ProviderUnavailableError, promises_issuer
from accounts.sign_in.farewell import HINT
from accounts.sign_in.pending import PendingSignIn
from accounts.sign_in.refusals import KeysUnavailableError, TokenRefusedError
from accounts.sso import actions, arriving
from accounts.sso.arriving import Arrival
from accounts.sso.meeting import Arrived, Meeting
from accounts.sso.refusals import SsoRefusedError
from accounts.staff import arriving as coming_in
from accounts.staff.arriving import AtHand, CameBy, Pending
from accounts.staff.entering import own_page, render
from accounts.staff.factors import next_for
from accounts.staff.record import note
from accounts.staff.requirement import Next
from web import limits
from web.actions import take
from web.addresses import local_path
from web.limits import TooOftenError, when_again
from web.network import networks_of
from web.problems import wait

logger = logging.getLogger(__name__)
BACKEND = "accounts.staff.backend.StaffBackend"


@never_cache
@require_GET
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends somebody to their company's login. With `again` it is asked to ask for the password."""
    return _leave(request, _offered(pk), prompt="login" if "again" in request.GET else "")


@require_GET
@own_page(confirmed=True)
def join(request: HttpRequest, person: AtHand, pk: int) -> HttpResponse:
    """As `begin`, for who is logged in and says that the account there is theirs, too."""
    if person.pending:
        return redirect("admin:own_sign_in")
    return _leave(request, _offered(pk), joins=True)


def _offered(pk: int) -> StaffProvider:
    provider = StaffProvider.objects.on().filter(pk=pk).first()
    if provider is None:
        raise Http404
    return provider


def _leave(request: HttpRequest, provider: StaffProvider, *, prompt: str = "", joins: bool = False) -> HttpResponse:
    onward = reverse("admin:own_sign_in") if joins else local_path(request.GET.get("next", ""), "")
    locale = translation.get_language() or "en"
    try:
        take(limits.claims("sign_in", networks=networks_of(request)), now=timezone.now())
        way = there.depart(provider, redirect_uri=arriving.redirect_uri(), locale=locale, prompt=prompt)
    except TooOftenError as refused:
        return _too_often(request, refused)
    except ProviderUnavailableError as error:
        return _unavailable(request, provider, error)
    attempt = PendingSignIn(
        host=arriving.host_of(provider),
        state=way.state,
        nonce=way.nonce,
        verifier=way.verifier,
        next=onward,
        locale=locale,
    )
    if joins:
        arriving.begin_joining(request, way.state)
    response = HttpResponseRedirect(way.url)
    pending.keep(request, response, attempt)
    return response


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """The way back from the company's login."""
    state = request.GET.get("state", "")
    attempt = pending.recall(request, state)
    provider = arriving.provider_of(attempt) if attempt else None
    if attempt is None or provider is None:
        title = gettext("We lost track of this login")
        return _problem(request, 400, title, gettext("It may have taken too long, or was started elsewhere."))
    with translation.override(attempt.locale):
        response = _finish(request, provider, attempt)
    pending.drop(response, state)
    return response


def _finish(request: HttpRequest, provider: StaffProvider, attempt: PendingSignIn) -> HttpResponse:
    joins = arriving.is_joining(request, attempt.state)
    try:
        if not _answers(request.GET.get("iss"), provider):
            text = gettext("The answer came from another address than the one you went to.")
            return _refuse(request, provider, "wrong_provider", text, status=400)
        if "code" not in request.GET:
            return _refuse(request, provider, "no_code", gettext("The login was canceled. Nothing was changed."))
        take(limits.claims("sign_in", networks=networks_of(request)), now=timezone.now())
        arrival = arriving.arrive(provider, attempt, code=request.GET["code"], now=timezone.now())
        if joins:
            return _join(request, provider, arrival.who)
        met = actions.meet(provider=provider, arrived=arrival.who, now=timezone.now())
    except TooOftenError as refused:
        return _too_often(request, refused)
    except (ProviderUnavailableError, KeysUnavailableError) as error:
        return _unavailable(request, provider, error)
    except TokenRefusedError as error:
        logger.warning("Token of the company login %s refused: %r", provider.issuer, str(error))
        return _refuse(request, provider, error.code, str(error.message))
    except SsoRefusedError as refused:
        return _refuse(request, provider, refused.reason, refused.message, staff=refused.staff)
    _record(request, provider, met)
    return _come_in(request, provider, met, arrival, onward=attempt.next)


def _answers(issuer: str | None, provider: StaffProvider) -> bool:
    """Whether the answer names this provider, as it must where the provider promises to (RFC 9207 §2.4)."""
    return issuer == provider.issuer if issuer is not None else not promises_issuer(provider)


def _join(request: HttpRequest, provider: StaffProvider, arrived: Arrived) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not user.is_staff:
        return redirect("admin:login")
    met = actions.join(provider=provider, user=user, arrived=arrived, now=timezone.now())
    actions.joined(binding=met.binding.pk, now=timezone.now())
    _record(request, provider, met)
    messages.success(request, gettext("From now on you can log in with %(name)s.") % {"name": provider.name})
    return redirect("admin:own_sign_in")


def _come_in(
    request: HttpRequest, provider: StaffProvider, met: actions.Met, arrival: Arrival, *, onward: str
) -> HttpResponse:
    """In, or to the second step where the company's own doesn't count."""
    now, user, strong = timezone.now(), met.user, arrival.who.has_second_step
    user.backend = BACKEND
    after = Next.IN if strong else next_for(user)
    onward = onward or reverse(
        "admin:tickets_ticket_changelist" if user.has_perm("tickets.view_ticket") else "admin:index"
    )
    sealed = seal(arrival.id_token, purpose=HINT) if arrival.id_token else ""
    came_by = CameBy(met.binding.pk, provider.ask_again_hours, arrival.session, sealed)
    if after == Next.IN:
        coming_in.come_in(request, Pending(user, BACKEND, onward, enrols=False, came_by=came_by), now=now)
        note("staff_login", request, staff=user.pk, provider=provider.pk, second_step="there" if strong else "")
        return redirect(onward)
    enrols = after == Next.ENROL
    coming_in.wait(request, user, onward=onward, enrols=enrols, now=now, came_by=came_by)
    note("staff_sso", request, staff=user.pk, provider=provider.pk)
    return redirect("admin:own_sign_in" if enrols else "admin:second_step")


def _record(request: HttpRequest, provider: StaffProvider, met: actions.Met) -> None:
    """What the login changed here, beside that somebody came in."""
    known: dict[str, Any] = {"staff": met.user.pk, "of": met.user.pk, "provider": provider.pk}
    if met.meeting == Meeting.MAKE:
        note("staff_made", request, **known)
    if met.meeting == Meeting.BIND:
        note("staff_bound", request, **known)
    if met.given or met.taken:
        note("staff_groups_synced", request, details={"given": met.given, "taken": met.taken}, **known)


def _refuse(
    request: HttpRequest,
    provider: StaffProvider,
    reason: str,
    text: str,
    *,
    status: int = 403,
    staff: int | None = None,
) -> HttpResponse:
    note("staff_sso", request, outcome="refused", staff=staff, provider=provider.pk, reason=reason)
    return _problem(request, status, gettext("You aren’t logged in"), text, provider=provider)


def _unavailable(request: HttpRequest, provider: StaffProvider, error: Exception) -> HttpResponse:
    logger.warning("Company login %s failed: %r", provider.issuer, str(error))
    note("staff_sso", request, outcome="failed", provider=provider.pk, reason="provider_unavailable")
    text = gettext("%(name)s can’t be reached, or doesn’t answer as it should. Please try again in a while.")
    title = gettext("Company login isn’t available at the moment")
    return _problem(request, 502, title, text % {"name": provider.name}, provider=provider)


def _too_often(request: HttpRequest, refused: TooOftenError) -> HttpResponse:
    text = when_again(refused, after=gettext("Many logins were begun from your network in a short time."))
    response = _problem(request, 429, gettext("Please wait a little"), text)
    return wait(response, refused)


def _problem(
    request: HttpRequest, status: int, title: str, text: str, *, provider: StaffProvider | None = None
) -> HttpResponse:
    again = reverse("admin:company_login", args=[provider.pk]) if provider else ""
    response = render(request, "company_problem", title, text=text, again=again, provider=provider)
    response.status_code = status
    return response.render()
