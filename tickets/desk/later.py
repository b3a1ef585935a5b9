"""Replies that leave later, on the ticket's page: put off, sent now, or taken back into the editor."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tickets.desk import undo_bar
from tickets.desk.enclosing import editor_form, taken_in
from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.desk.translating import objection
from tickets.macros.forms import sent_with
from tickets.refusals import REFUSALS, TicketChangedError, TicketRefusedError
from tickets.replies.actions import later
from tickets.replies.forms import LaterForm


@editor_form
def put_off(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep the reply until its time; whatever is wrong, the typed text comes back with the page."""
    row, now = ticket_of(request, reference), timezone.now()
    form, refused = LaterForm(request.POST), taken_in(request, row)
    if refused or not form.is_valid():
        return whole_page(request, row, 422, form=form, refused_files=refused)
    leaves_at = form.leaves_at(now)
    if form.cleaned_data["mode"] != "reply" or leaves_at is None:
        wrong = REFUSALS["no_time"] if leaves_at is None else gettext("Only a public reply can leave later.")
        return whole_page(request, row, 422, form=form, refusal=str(wrong))
    if wrong := objection(form):
        return whole_page(request, row, 409, form=form, refusal=wrong, doubted=True)
    try:
        later.schedule(
            ticket=row,
            author=me(request),
            **form.outgoing,
            solve=form.cleaned_data["later_solves"],
            leaves_at=leaves_at,
            expected_version=form.cleaned_data["version"],
            macros=sent_with(request.POST.getlist("macro"), me(request)),
            now=now,
        )
    except TicketChangedError:
        return whole_page(request, ticket_of(request, reference), 409, form=form, changed=True)
    except TicketRefusedError as refusal:
        return whole_page(request, ticket_of(request, reference), 409, form=form, refusal=refusal.text)
    messages.success(request, gettext("It waits above until its time. Only staff see it."), extra_tags="written")
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def send_now(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Send it at once; its author can undo that as with any reply."""
    row = ticket_of(request, reference)
    reply = get_object_or_404(row.scheduled.select_related("author"), pk=pk)
    wait = timedelta(seconds=settings.UNDO_SECONDS if reply.author_id == me(request).pk else 0)
    try:
        message = later.send_scheduled(scheduled=reply, wait=wait, now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, ticket_of(request, reference), 409, refusal=refusal.text)
    if message.held_until is not None:
        undo_bar.offer(request, message, row)
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Back into the editor of who presses; it no longer leaves by itself."""
    row = ticket_of(request, reference)
    try:
        reply = get_object_or_404(row.scheduled, pk=pk)
        later.take_to_edit(scheduled=reply, author=me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, ticket_of(request, reference), 409, refusal=refusal.text)
    messages.success(request, gettext("It no longer leaves by itself. Its text is below."))
    return back(row)
