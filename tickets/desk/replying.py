"""Writing on a ticket: macros put into the text, and sending it. Each change is one call to tickets.replies.actions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.desk import editor
from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.macros.filling import filled
from tickets.macros.forms import InsertForm, sent_with
from tickets.models import Ticket
from tickets.refusals import TicketChangedError, TicketRefusedError
from tickets.replies import actions
from tickets.replies.placing import placed


@staff_page("tickets.change_ticket")
@require_POST
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a public reply or add an internal note; whatever is wrong, the typed text comes back with the page."""
    row = ticket_of(request, reference)
    form = forms.WriteForm(request.POST)
    if not form.is_valid():
        return whole_page(request, row, 422, form=form)
    body, version, author, now = form.cleaned_data["body"], form.cleaned_data["version"], me(request), timezone.now()
    macros = sent_with(request.POST.getlist("macro"), author)
    try:
        if form.is_public:
            solve = form.cleaned_data["then"] == "solved"
            actions.send_reply(
                ticket=row, author=author, body=body, solve=solve, expected_version=version, macros=macros, now=now
            )
        else:
            actions.write_note(ticket=row, author=author, body=body, macros=macros, now=now)
    except TicketChangedError:
        return whole_page(request, ticket_of(request, reference), 409, form=form, changed=True)
    except TicketRefusedError as refusal:
        return whole_page(request, ticket_of(request, reference), 409, form=form, refusal=refusal.text)
    messages.success(request, _done(row) if form.is_public else gettext("Noted."), extra_tags="written")
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def insert(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a macro into what is being written, where the writer stands; nothing is sent or stored."""
    row, author = ticket_of(request, reference), me(request)
    chosen = InsertForm(request.POST, author=author)
    if not chosen.is_valid():
        reason = next(iter(chosen.errors.values()))[0]
        return _editor(request, row, forms.WriteForm(request.POST), 422, refusal=str(reason))
    macro = chosen.cleaned_data["insert"]
    text = filled(macro, row, author)
    whole = placed(request.POST.get("body", ""), text.body, chosen.cleaned_data["at"])
    typed = request.POST.copy()
    typed["body"] = whole.body
    typed.appendlist("macro", str(macro.pk))
    form = forms.WriteForm(typed)
    note = editor.language_note(text, row)
    return _editor(request, row, form, 200, inserted=macro.name, language_note=note, caret=whole.caret)


def _editor(request: HttpRequest, row: Ticket, form: forms.WriteForm, code: int, **more: Any) -> HttpResponse:
    """The editor alone for a script, which keeps the rest of the page; without one, the page."""
    more["keeps"] = True  # It was not sent, so nothing about it is wrong yet.
    if not getattr(request, "htmx", False):
        return whole_page(request, row, code, form=form, **more)
    # The writer still sees the ticket as it was.
    seen = {"version": form.data.get("version", ""), "latest": form.data.get("seen", "")}
    return render(request, "tickets/_write.html", editor.context(request, row, form, **seen, **more))


def _done(row: Ticket) -> str:
    if not row.requester_email:
        return gettext("It stands on the page of the case.")
    return gettext("Queued: it goes to %(person)s by email.") % {"person": row.requester}
