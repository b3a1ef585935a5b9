"""Who is on a ticket, changed from its page; whatever is wrong, the page comes back with what was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.models import Ticket
from tickets.people import actions
from tickets.people.forms import LanguageForm, PersonForm, RequesterForm, TakeOffForm
from tickets.refusals import TicketRefusedError


@staff_page("tickets.change_ticket")
@require_POST
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Put somebody on the ticket."""
    row, form = ticket_of(request, reference), PersonForm(request.POST)
    if not form.is_valid():
        return _again(request, row, form, "add")

    def act() -> str:
        said = form.cleaned_data
        made = actions.add(ticket=row, author=me(request), now=timezone.now(), **said)
        words = gettext("%(email)s is on the ticket now.") if made else gettext("%(email)s is on it already.")
        return words % said

    return _done(request, row, form, "add", act)


@staff_page("tickets.change_ticket")
@require_POST
def take_off(request: HttpRequest, reference: str) -> HttpResponse:
    """Take somebody off the ticket."""
    row, form = ticket_of(request, reference), TakeOffForm(request.POST)
    if not form.is_valid():
        return _again(request, row, form, "take_off")

    def act() -> str:
        actions.take_off(ticket=row, author=me(request), now=timezone.now(), **form.cleaned_data)
        return gettext("They are on the ticket no more, and their links open nothing.")

    return _done(request, row, form, "take_off", act)


@staff_page("tickets.change_ticket")
@require_POST
def requester(request: HttpRequest, reference: str) -> HttpResponse:
    """Make it another person's ticket."""
    row, form = ticket_of(request, reference), RequesterForm(request.POST)
    if not form.is_valid():
        return _again(request, row, form, "requester")

    def act() -> str:
        actions.change_requester(ticket=row, author=me(request), now=timezone.now(), **form.cleaned_data)
        return gettext("The ticket is %(email)s’s now.") % form.cleaned_data

    return _done(request, row, form, "requester", act)


@staff_page("tickets.change_ticket")
@require_POST
def language(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct the language."""
    row, form = ticket_of(request, reference), LanguageForm(request.POST)
    if not form.is_valid():
        return whole_page(request, row, 422, refusal=gettext("Choose one of the languages."), refused_at="people")
    actions.correct_language(ticket=row, author=me(request), now=timezone.now(), **form.cleaned_data)
    return back(row)


def _done(request: HttpRequest, row: Ticket, form: Form, which: str, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except TicketRefusedError as refusal:
        return whole_page(
            request, row, 409, refusal=refusal.text, refused_at="people", people_form=form, people_open=which
        )
    return back(row)


def _again(request: HttpRequest, row: Ticket, form: Form, which: str) -> HttpResponse:
    refusal = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return whole_page(request, row, 422, refusal=refusal, refused_at="people", people_form=form, people_open=which)
