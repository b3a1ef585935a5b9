"""Files of tickets for staff: who may see the ticket gets an address of the file that holds for some minutes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.staff.record import note
from tickets.desk.site import staff_page
from tickets.files.addresses import address_of
from tickets.models import StoredFile, Ticket
from tickets.proof.shown import is_folded


@staff_page("tickets.view_ticket")
@require_safe
def file(request: HttpRequest, key: str) -> HttpResponse:
    """One file that stands on a ticket; what somebody hasn't sent yet is nobody else's."""
    tickets = Ticket.objects.visible_to(request.user)
    found = get_object_or_404(
        StoredFile.objects.select_related("attachment__message__ticket"),
        key=key,
        attachment__message__ticket__in=tickets,
    )
    ticket = found.attachment.message.ticket
    if is_folded(request, ticket):
        messages.info(request, gettext("Files of a case with proof are folded as the proof is: show the proof first."))
        return redirect(reverse("admin:tickets_ticket_change", args=[ticket.reference]) + "#proof")
    if ticket.proof:
        note("proof_file_shown", request, about=ticket, details={"file": found.pk})
    return redirect(address_of(found))
