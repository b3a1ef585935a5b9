"""One's own sign-in: an authenticator app, passkeys, recovery codes. Who must have a second step begins here."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.sealing import SealBrokenError, seal, unseal
from accounts.sso.offers import logins_of
from accounts.staff import actions, arriving, codes, passkeys, session_actions
from accounts.staff.arriving import AtHand
from accounts.staff.entering import own_page, render
from accounts.staff.factors import factors_of
from accounts.staff.forms import FirstCodeForm, PasskeyForm
from accounts.staff.pictures import picture_of
from accounts.staff.record import note
from accounts.staff.sessions import sessions_of

_KEY, _STATE = "staff_new_app", "staff_new_passkey"


@own_page(confirmed=False)
def own_sign_in(request: HttpRequest, person: AtHand) -> HttpResponse:
    """What there is, and what can be added."""
    if person.pending:
        return render(request, "own", gettext("Set up your second step"), factors=factors_of(person.user))
    return render(
        request,
        "own",
        gettext("How you log in"),
        factors=factors_of(person.user),
        sessions=sessions_of(person.user, now=timezone.now()),
        this=request.session.session_key,
        company_logins=logins_of(person.user),
    )


@require_http_methods(["GET", "POST"])
@own_page(confirmed=True)
def set_up_app(request: HttpRequest, person: AtHand) -> HttpResponse:
    """The picture for the app, and its first code."""
    if factors_of(person.user).app:
        return redirect("admin:own_sign_in")
    key = _new_key(request)
    form = FirstCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            made = actions.keep_app(user=person.user, key=key, code=code, now=timezone.now())
        except actions.WrongCodeError:
            form.add_error(
                "code", gettext("That isn’t what the app shows now. Is your telephone’s clock right? Try the next.")
            )
        except actions.AlreadyThereError:
            return redirect("admin:own_sign_in")
        else:
            del request.session[_KEY]
            return _set_up(request, person, made, "app_added", gettext("Your authenticator app is set up."))
    address = codes.address(key, account=person.user.get_username(), issuer=settings.HELP_HOST)
    letters = codes.in_letters(key)
    groups = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    title = gettext("Set up an authenticator app")
    return render(request, "app", title, form=form, picture=picture_of(address), letters=groups, address=address)


@require_http_methods(["GET", "POST"])
@own_page(confirmed=True)
def add_passkey(request: HttpRequest, person: AtHand) -> HttpResponse:
    """The browser asks a device for a key pair."""
    theirs = factors_of(person.user).passkeys
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": _next_name(len(theirs))})
    state = request.session.pop(_STATE, None)
    if form.is_valid():
        try:
            made = passkeys.made(state, form.cleaned_data["answer"])
            told = actions.keep_passkey(user=person.user, made=made, name=form.cleaned_data["name"], now=timezone.now())
        except passkeys.PasskeyRefusedError:
            form.add_error(None, gettext("The passkey wasn’t made. Please try again."))
        except actions.AlreadyThereError:
            form.add_error(None, gettext("That passkey is known already, or there are too many."))
        else:
            return _set_up(request, person, told, "passkey_added", gettext("Your passkey is set up."))
    options, request.session[_STATE] = passkeys.ask_to_make(person.user, beside=theirs)
    return render(request, "passkey", gettext("Add a passkey"), form=form, options=options)


@require_POST
@own_page(confirmed=True)
def remove_app(request: HttpRequest, person: AtHand) -> HttpResponse:
    """The app's codes open nothing any more."""
    return _removed(request, person, "app_removed", actions.remove_app, user=person.user)


@require_POST
@own_page(confirmed=True)
def remove_passkey(request: HttpRequest, person: AtHand, pk: int) -> HttpResponse:
    """That passkey opens nothing any more."""
    return _removed(request, person, "passkey_removed", actions.remove_passkey, user=person.user, pk=pk)


@require_POST
@own_page(confirmed=True)
def new_codes(request: HttpRequest, person: AtHand) -> HttpResponse:
    """New recovery codes, shown once."""
    if not factors_of(person.user).are_there:
        return redirect("admin:own_sign_in")
    note("staff_sign_in_changed", request, staff=person.user.pk, reason="codes_made")
    return _show_codes(request, actions.make_recovery_codes(user=person.user), onward="")


@require_POST
@own_page(confirmed=False)
def end_session(request: HttpRequest, person: AtHand, number: UUID) -> HttpResponse:
    """Somewhere else they are logged out."""
    if person.pending is None and session_actions.end_one(user=person.user, number=number):
        note("staff_session_ended", request, staff=person.user.pk, of=person.user.pk)
        messages.success(request, gettext("Logged out there."))
    return redirect("admin:own_sign_in")


@require_POST
@own_page(confirmed=False)
def end_other_sessions(request: HttpRequest, person: AtHand) -> HttpResponse:
    """Everywhere but here they are logged out."""
    if person.pending is None:
        ended = session_actions.end_others(user=person.user, keep=request.session.session_key)
        note("staff_session_ended", request, staff=person.user.pk, of=person.user.pk, count=ended)
        messages.success(request, gettext("Logged out everywhere else."))
    return redirect("admin:own_sign_in")


def _set_up(request: HttpRequest, person: AtHand, made: list[str], reason: str, said: str) -> HttpResponse:
    """What was set up last lets in who waited for it, and the first recovery codes are shown."""
    note("staff_sign_in_changed", request, staff=person.user.pk, reason=reason)
    onward = ""
    if person.pending:
        onward = person.pending.onward
        arriving.come_in(request, person.pending, now=timezone.now())
        note("staff_login", request, staff=person.user.pk, second_step="enrolled")
    if made:
        return _show_codes(request, made, onward=onward)
    messages.success(request, said)
    return redirect(onward or "admin:own_sign_in")


def _show_codes(request: HttpRequest, made: list[str], *, onward: str) -> HttpResponse:
    return render(request, "codes", gettext("Your recovery codes"), codes=made, host=settings.HELP_HOST, onward=onward)


def _removed(request: HttpRequest, person: AtHand, reason: str, action: Any, **what: Any) -> HttpResponse:
    try:
        action(**what)
    except actions.LastFactorError:
        messages.error(request, gettext("Your team asks for a second step: set up another one before you remove this."))
    else:
        note("staff_sign_in_changed", request, staff=person.user.pk, reason=reason)
        messages.success(request, gettext("Removed."))
    return redirect("admin:own_sign_in")


def _new_key(request: HttpRequest) -> bytes:
    """The secret on offer in this browser: the same until it is kept, as the page may be loaded again."""
    try:
        return codes.from_letters(unseal(request.session[_KEY], purpose=_KEY))
    except (KeyError, SealBrokenError):
        key = codes.new_key()
        request.session[_KEY] = seal(codes.in_letters(key), purpose=_KEY)
        return key


def _next_name(known: int) -> str:
    return gettext("Passkey %(number)d") % {"number": known + 1}
