"""Putting a ticket off and bringing it back, on its page."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tickets import actions, forms
from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.refusals import REFUSALS, TicketRefusedError


@staff_page("tickets.change_ticket")
@require_POST
def snooze(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the ticket off until a time, or until somebody answers."""
    row, now = ticket_of(request, reference), timezone.now()
    form = forms.SnoozeForm(request.POST)
    until = form.until(now) if form.is_valid() else None
    if until is None:
        return whole_page(request, row, 422, refusal=str(REFUSALS["no_time"]))
    try:
        actions.snooze(ticket=row, author=me(request), until=until, now=now)
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text)
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def wake(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring the ticket back before its time."""
    row = ticket_of(request, reference)
    actions.wake(ticket=row, author=me(request), now=timezone.now())
    return back(row)
