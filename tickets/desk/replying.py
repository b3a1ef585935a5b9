"""Writing on a ticket: macros put into the text, and sending it. Each change is one call to tickets.replies.actions."""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tickets import forms
from tickets.desk import editor, undo_bar
from tickets.desk.enclosing import editor_form, taken_in
from tickets.desk.neighbours import next_of
from tickets.desk.one_ticket import back, back_to, me, ticket_of, whole_page
from tickets.desk.origin import list_address
from tickets.desk.site import staff_page
from tickets.desk.translating import objection
from tickets.macros.filling import filled
from tickets.macros.forms import InsertForm, sent_with
from tickets.models import Message, Ticket
from tickets.refusals import TicketChangedError, TicketRefusedError
from tickets.replies import actions
from tickets.replies.placing import placed

# A primary key as a form says it.
NUMBER = re.compile(r"[0-9]{1,18}")


@editor_form
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a public reply or add an internal note; whatever is wrong, the typed text comes back with the page."""
    row = ticket_of(request, reference)
    form, refused = forms.WriteForm(request.POST), taken_in(request, row)
    if refused or not form.is_valid():
        return whole_page(request, row, 422, form=form, refused_files=refused)
    if form.is_public and (wrong := objection(form)):
        return whole_page(request, row, 409, form=form, refusal=wrong, doubted=True)
    following = next_of(row, request) if form.cleaned_data["next"] else None
    try:
        message = _sent(request, row, form)
    except TicketChangedError:
        return whole_page(request, ticket_of(request, reference), 409, form=form, changed=True)
    except TicketRefusedError as refusal:
        return whole_page(request, ticket_of(request, reference), 409, form=form, refusal=refusal.text)
    if message.held_until is not None:
        undo_bar.offer(request, message, row)
    else:
        words = gettext("Noted.") if message.kind == Message.Kind.NOTE else _done(row)
        messages.success(request, words, extra_tags="written")
    if bool(request.session.get(editor.OPENS_NEXT)) is not form.cleaned_data["next"]:
        request.session[editor.OPENS_NEXT] = form.cleaned_data["next"]
    if not form.cleaned_data["next"]:
        return back(row)
    return back_to(following) if following else redirect(list_address(request))


def _sent(request: HttpRequest, row: Ticket, form: forms.WriteForm) -> Message:
    said: dict[str, Any] = {"ticket": row, "author": me(request)}
    said["seen"] = form.last_seen[0] if form.last_seen else None
    said |= {"macros": sent_with(request.POST.getlist("macro"), said["author"]), "now": timezone.now()}
    if not form.is_public:
        return actions.write_note(**said, body=form.cleaned_data["body"])
    return actions.send_reply(
        **said,
        **form.outgoing,
        solve=form.cleaned_data["then"] == "solved",
        expected_version=form.cleaned_data["version"],
        wait=timedelta(seconds=settings.UNDO_SECONDS),
    )


@staff_page("tickets.change_ticket")
@require_POST
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a reply back that waits; its text comes back into the editor."""
    row = ticket_of(request, reference)
    number = request.POST.get("message", "")
    if not NUMBER.fullmatch(number):
        return whole_page(request, row, 422, refusal=gettext("Choose what to take back."))
    message = get_object_or_404(row.messages, pk=number)
    try:
        actions.take_back(message=message, author=me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, gettext("Taken back: nothing was sent. Your text is below again."))
    undo_bar.put_away(request)
    return back(row)


@editor_form
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what is being written; without a script this is the button that throws it away."""
    row, author = ticket_of(request, reference), me(request)
    if "discard" in request.POST:
        actions.discard_draft(ticket=row, author=author)
        return back(row)
    form = forms.DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    typed = form.cleaned_data
    kept = actions.keep_draft(
        ticket=row,
        author=author,
        body=typed["body"],
        is_note=typed["mode"] == "note",
        macros=[macro.pk for macro in sent_with(request.POST.getlist("macro"), author)],
        translation=form.translated,
        seen=form.last_seen[0] if form.last_seen else None,
        now=timezone.now(),
    )
    return render(request, "tickets/_draft.html", {"draft": kept, "ticket": row})


@editor_form
def insert(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a macro into what is being written, where the writer stands; nothing is sent or stored."""
    row, author = ticket_of(request, reference), me(request)
    chosen, refused = InsertForm(request.POST, author=author), taken_in(request, row)
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
    said = {"inserted": macro.name, "language_note": note, "caret": whole.caret}
    return _editor(request, row, form, 200, **said, refused_files=refused)


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
