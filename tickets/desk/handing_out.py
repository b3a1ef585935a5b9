"""Files of tickets for staff: who may see the ticket gets an address of the file that holds for some minutes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from tickets.desk.site import staff_page
from tickets.files.addresses import address_of
from tickets.models import StoredFile, Ticket


@staff_page("tickets.view_ticket")
@require_safe
def file(request: HttpRequest, key: str) -> HttpResponse:
    """One file that stands on a ticket; what somebody hasn't sent yet is nobody else's."""
    tickets = Ticket.objects.visible_to(request.user)
    return redirect(address_of(get_object_or_404(StoredFile, key=key, attachment__message__ticket__in=tickets)))
