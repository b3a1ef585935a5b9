"""The organisation's tickets in the messenger: the list, a thread, and one more message."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Visitor
from accounts.speakers import spoken_for
from accounts.visits import visitor_of
from messenger.cases import actions, reading
from messenger.conversations import limits
from messenger.conversations.forms import MessageForm
from messenger.conversations.refusals import too_often
from messenger.pages import messenger_page, show
from tickets.customer_words import CUSTOMER_STATUS
from tickets.files.addresses import address_of
from tickets.models import Ticket
from web.actions import take
from web.addresses import alternates
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait
from web.submissions import submission_of


@messenger_page
@require_safe
def cases(request: HttpRequest, locale: str) -> HttpResponse:
    """The tickets that one may read here."""
    visitor = visitor_of(request)
    context = {"visitor": visitor, "cases": reading.listed(visitor), "speaks": spoken_for(visitor)}
    return show(request, "cases", context)


@messenger_page
@require_safe
def case_in_messenger(request: HttpRequest, locale: str, reference: str) -> HttpResponse:
    """One ticket's thread."""
    visitor = visitor_of(request)
    first = reading.case_of(visitor, reference)
    if visitor is None or first is None:
        return _missing(request, visitor, reference)
    return _show(request, visitor, first, MessageForm())


@messenger_page
@require_POST
def write_on_case(request: HttpRequest, locale: str, reference: str) -> HttpResponse:
    """Add a message; from then on whoever wrote gets the answers by email, too."""
    visitor, form = visitor_of(request), MessageForm(request.POST)
    first = reading.case_of(visitor, reference)
    if visitor is None or first is None:
        return _missing(request, visitor, reference)
    now, networks = timezone.now(), networks_of(request)
    try:
        take(limits.claims("press", visitor, networks), now=now)
        if not form.is_valid():
            return _show(request, visitor, first, form, status=422)
        said = {"text": form.cleaned_data["text"], "submission": submission_of(request.POST)}
        message = actions.write(first=first, visitor=visitor, networks=networks, now=now, **said)
    except Ticket.DoesNotExist:
        return _missing(request, visitor, reference)
    except TooOftenError as error:
        return wait(_show(request, visitor, first, form, refusal=too_often(error), status=429), error)
    page = [get_language(), first.reference]
    return redirect(reverse("case_in_messenger", args=page, fragment=f"s{message.pk}"))


@messenger_page
@require_safe
def case_file_in_messenger(request: HttpRequest, locale: str, reference: str, key: str) -> HttpResponse:
    """To an address of the file that holds for some minutes; a frame's own request can't save one, its browser can."""
    visitor = visitor_of(request)
    first = reading.case_of(visitor, reference)
    found = reading.find_file(first, key) if first else None
    if found is None:
        return _missing(request, visitor, reference)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address_of(found)})
    return redirect(address_of(found))


def _show(
    request: HttpRequest, visitor: Visitor, first: Ticket, form: MessageForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    ticket, speaks = reading.newest(first), spoken_for(visitor) is not None
    context = {
        **_addresses(first.reference),
        "visitor": visitor,
        "first": first,
        "ticket": ticket,
        "ticket_status": CUSTOMER_STATUS[ticket.status],
        "entries": reading.said(first, visitor),
        "member": reading.member_of(first) if speaks else "",
        "joins": not ticket.may_write(visitor.email),
        "form": form,
        "refusal": refusal,
        # What one person said: its length stays to itself.
        "packet": first,
    }
    return show(request, "case", context, status=status)


def _missing(request: HttpRequest, visitor: Visitor | None, reference: str) -> HttpResponse:
    """404, alike for what isn't there and what isn't theirs; what was typed is handed back."""
    context = {**_addresses(reference), "visitor": visitor, "typed": request.POST.get("text", "").strip()}
    return show(request, "case_missing", context, status=404)


def _addresses(reference: str) -> dict[str, Any]:
    page = reverse("case_in_messenger", args=[get_language(), reference])
    in_languages = alternates(lambda code: reverse("case_in_messenger", args=[code, reference]))
    return {"next": page, "here": page, "alternates": in_languages}
