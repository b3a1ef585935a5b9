"""The second step of a login, and the password once more before somebody changes how they sign in."""

from collections.abc import Callable
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.views import LoginView, redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.sso.offers import logins_of
from accounts.staff import arriving, passkeys, trying
from accounts.staff.actions import WrongCodeError
from accounts.staff.arriving import AtHand, Pending
from accounts.staff.factors import factors_of, may_use_password, next_for
from accounts.staff.forms import AnswerForm, CodeForm, PasswordForm
from accounts.staff.record import note
from accounts.staff.requirement import Next
from web.headers import permissions
from web.limits import TooOftenError, when_again
from web.network import networks_of

_STATE = "staff_passkey"


class PasswordStep(LoginView):
    """The admin's own login page. Whoever has a second step, or needs one, isn't signed in by it yet."""

    def form_valid(self, form: Any) -> HttpResponse:
        user, now = form.get_user(), timezone.now()
        after = next_for(user)
        if after == Next.IN:
            response = super().form_valid(form)
            arriving.confirm(self.request, now=now)
            return response
        enrols = after == Next.ENROL
        arriving.wait(self.request, user, onward=self.get_success_url(), enrols=enrols, now=now)
        return redirect("admin:own_sign_in" if enrols else "admin:second_step")


def own_page[**P](
    *, confirmed: bool
) -> Callable[
    [Callable[Concatenate[HttpRequest, AtHand, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """A page about one's own sign-in: for whoever is signed in, or must set up a second step before that.

    `confirmed`: it changes something, so the password is asked for once more unless it was given a moment ago.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, AtHand, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @never_cache
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            now = timezone.now()
            person = arriving.person_at_hand(request, now=now)
            if person is None:
                return redirect_to_login(reverse("admin:own_sign_in"), reverse("admin:login"))
            if confirmed and person.pending is None and not arriving.is_confirmed(request, now=now):
                onward = request.path if request.method == "GET" else reverse("admin:own_sign_in")
                return redirect(f"{reverse('admin:confirm_sign_in')}?{urlencode({'next': onward})}")
            request.current_app = admin.site.name
            return view(request, person, *args, **kwargs)

        return page

    return decorate


def render(request: HttpRequest, template: str, title: str, **context: object) -> TemplateResponse:
    """A page in the admin's frame."""
    known = {**admin.site.each_context(request), "title": title, "is_pending": not request.user.is_authenticated}
    return TemplateResponse(request, f"admin/sign_in/{template}.html", known | context)


@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code or the passkey, behind a right password."""
    pending = arriving.pending_of(request, now=timezone.now())
    if pending is None or pending.enrols:
        return redirect("admin:login")
    form = CodeForm(request.POST if "code" in request.POST else None)
    refusal = ""
    if request.method == "POST":
        refusal = _take_second_step(request, pending, form)
        if not refusal:
            return redirect(pending.onward)
        form = CodeForm()
    theirs = factors_of(pending.user)
    options = None
    if theirs.passkeys:
        options, request.session[_STATE] = passkeys.ask_to_sign(theirs.passkeys)
    response = render(
        request,
        "second_step",
        gettext("Second step"),
        form=form,
        refusal=refusal,
        factors=theirs,
        options=options,
        username=pending.user.get_username(),
    )
    response.headers["Permissions-Policy"] = permissions("publickey-credentials-get")
    return response


def _take_second_step(request: HttpRequest, pending: Pending, form: CodeForm) -> str:
    """Signs them in, or says why not."""
    now, networks = timezone.now(), networks_of(request)
    answer, state = AnswerForm(request.POST), request.session.pop(_STATE, None)
    try:
        if form.is_bound and form.is_valid():
            code = form.cleaned_data["code"]
            used = trying.try_code(user=pending.user, code=code, networks=networks, now=now)
        elif not form.is_bound and state and answer.is_valid():
            text = answer.cleaned_data["answer"]
            used = trying.try_passkey(user=pending.user, state=state, answer=text, networks=networks, now=now)
        else:
            return gettext("Type the code, or use your passkey.")
    except TooOftenError as refused:
        note("staff_second_step", request, outcome="refused", staff=pending.user.pk, reason="too_often")
        return when_again(refused, after=gettext("Too many codes were wrong for this account or from your network."))
    except WrongCodeError:
        note("staff_second_step", request, outcome="refused", staff=pending.user.pk, reason="wrong_code")
        return gettext("That code opens nothing: it may be mistyped, too old, or used already.")
    except passkeys.PasskeyRefusedError:
        note("staff_second_step", request, outcome="refused", staff=pending.user.pk, reason="wrong_passkey")
        return gettext("That passkey wasn’t accepted. Try again, or type a code.")
    arriving.come_in(request, pending, now=now)
    note("staff_login", request, staff=pending.user.pk, second_step=used.value)
    return ""


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_sign_in(request: HttpRequest) -> HttpResponse:
    """The password once more; who has none of their own gives a code."""
    user, now = request.user, timezone.now()
    if not (isinstance(user, User) and user.is_staff):
        return redirect("admin:login")
    has_password = user.has_usable_password() and may_use_password(user)
    asked: type[Form] = PasswordForm if has_password else CodeForm
    form = asked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        refusal = _take_confirmation(request, user, form)
        if not refusal:
            arriving.confirm(request, now=now)
            return redirect(_onward(request))
        form.add_error(None, refusal)
    there = [provider for provider, binding in logins_of(user) if binding]
    return render(request, "confirm", gettext("Is it you?"), form=form, onward=_onward(request), company_logins=there)


def _take_confirmation(request: HttpRequest, user: User, form: Form) -> str:
    now, networks = timezone.now(), networks_of(request)
    try:
        if isinstance(form, PasswordForm):
            trying.try_password(user=user, password=form.cleaned_data["password"], networks=networks, now=now)
        else:
            trying.try_code(user=user, code=form.cleaned_data["code"], networks=networks, now=now)
    except TooOftenError as refused:
        return when_again(refused, after=gettext("That was wrong too often."))
    except trying.WrongPasswordError:
        return gettext("That isn’t your password.")
    except WrongCodeError:
        return gettext("That code opens nothing: it may be mistyped, too old, or used already.")
    return ""


def _onward(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else reverse("admin:own_sign_in")
