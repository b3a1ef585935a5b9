"""Escalating a ticket, on its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tickets.desk.one_ticket import me, onward, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.refusals import TicketRefusedError
from tickets.routing import actions
from tickets.routing.forms import EscalateForm


@staff_page("tickets.change_ticket")
@require_POST
def escalate(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the ticket on to another team; whatever is wrong, all that was typed comes back."""
    row = ticket_of(request, reference)
    form = EscalateForm(request.POST, ticket=row)
    if not form.is_valid():
        return whole_page(request, row, 422, escalation=form)
    try:
        actions.escalate(ticket=row, author=me(request), now=timezone.now(), **form.cleaned_data)
    except TicketRefusedError as refusal:
        return whole_page(request, ticket_of(request, reference), 409, escalation=form, escalation_refused=refusal.text)
    messages.success(request, gettext("Escalated to %(team)s.") % {"team": form.cleaned_data["team"].name})
    return onward(request, row)
