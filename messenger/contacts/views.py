"""An Enterprise organisation's owners name its contacts with support."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.contacts import MOST, TooManyContactsError, name_contact, take_contact_off
from accounts.entitlements import Rule
from accounts.models import Customer, Organisation, Visitor
from accounts.speakers import spoken_for
from accounts.visits import visitor_of
from messenger.access import support_of
from messenger.contacts.forms import ContactForm
from messenger.conversations import limits
from messenger.conversations.flow import Refusal
from messenger.conversations.refusals import REFUSALS, too_often
from messenger.pages import messenger_page, show
from web.actions import take
from web.addresses import alternates
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait

type ContactsView = Callable[[HttpRequest, Visitor, Organisation], HttpResponse]


def owners_page(view: ContactsView) -> Callable[..., HttpResponse]:
    """For an owner of an Enterprise organisation; anybody else is told who may (403), with what they typed."""

    @messenger_page
    @wraps(view)
    def wrapped(request: HttpRequest, locale: str) -> HttpResponse:
        visitor = visitor_of(request)
        organisation = spoken_for(visitor)
        if visitor is None or organisation is None or support_of(visitor).rule != Rule.ENTERPRISE_OWNER:
            context = {"visitor": visitor, "typed": request.POST.get("email", "")[:254], **_addresses()}
            return show(request, "contacts", context, status=403)
        return view(request, visitor, organisation)

    return wrapped


def owners_verb(view: ContactsView) -> Callable[..., HttpResponse]:
    """A change, for which the role must have been said lately; what was typed is in the way back, too."""

    @wraps(view)
    def checked(request: HttpRequest, visitor: Visitor, organisation: Organisation) -> HttpResponse:
        form, now = ContactForm(request.POST if "email" in request.POST else None), timezone.now()
        if not visitor.has_fresh_rights(now):
            words = str(REFUSALS[Refusal.RIGHTS_TOO_OLD])
            return _show(request, visitor, organisation, form, refusal=words, renew=True, status=409)
        try:
            take(limits.claims("press", visitor, networks_of(request)), now=now)
        except TooOftenError as error:
            return wait(_show(request, visitor, organisation, form, refusal=too_often(error), status=429), error)
        return view(request, visitor, organisation)

    return require_POST(owners_page(checked))


@require_safe
@owners_page
def contacts(request: HttpRequest, visitor: Visitor, organisation: Organisation) -> HttpResponse:
    """Who is named."""
    form = ContactForm(initial={"email": request.GET.get("email", "")[:254]})
    return _show(request, visitor, organisation, form)


@owners_verb
def add_contact(request: HttpRequest, visitor: Visitor, organisation: Organisation) -> HttpResponse:
    """Name one more."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _show(request, visitor, organisation, form, status=422)
    try:
        name_contact(organisation=organisation, email=form.cleaned_data["email"], by=_owner(visitor))
    except TooManyContactsError:
        form.add_error("email", _("There can be no more than %(most)d. Take one off first.") % {"most": MOST})
        return _show(request, visitor, organisation, form, status=409)
    return _back("named")


@owners_verb
def remove_contact(request: HttpRequest, visitor: Visitor, organisation: Organisation) -> HttpResponse:
    """Take one off."""
    key = request.POST.get("contact", "")
    if key.isascii() and key.isdecimal() and len(key) < 18:
        take_contact_off(organisation=organisation, key=int(key), by=_owner(visitor))
    return _back("off")


def _owner(visitor: Visitor) -> Customer:
    assert visitor.customer is not None  # noqa: S101 - an owner is logged in
    return visitor.customer


def _back(done: str) -> HttpResponse:
    return redirect(reverse("contacts", args=[get_language()], query={"done": done}))


def _show(
    request: HttpRequest,
    visitor: Visitor,
    organisation: Organisation,
    form: ContactForm,
    *,
    refusal: str = "",
    renew: bool = False,
    status: int = 200,
) -> HttpResponse:
    typed = str(form.data.get("email", ""))[:254]
    query = {"email": typed} if typed else None
    context = {
        **_addresses(),
        "visitor": visitor,
        "organisation": organisation,
        "named": organisation.support_contacts.order_by("email"),
        "form": form,
        "refusal": refusal,
        "renew_at": visitor.domain if renew else None,
        "next": reverse("contacts", args=[get_language()], query=query),
        "done": request.GET.get("done", "") if request.method == "GET" else "",
        # Addresses of people: their number isn't told by a page's length.
        "packet": organisation,
    }
    return show(request, "contacts", context, status=status)


def _addresses() -> dict[str, object]:
    page = reverse("contacts", args=[get_language()])
    return {"next": page, "here": page, "alternates": alternates(lambda code: reverse("contacts", args=[code]))}
