"""Showing the proof of a ticket: the entry is written first, then it is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.staff.record import note
from tickets.desk.one_ticket import ticket_of
from tickets.desk.site import staff_page
from tickets.proof.shown import is_folded, unfold


@staff_page("tickets.view_ticket")
@require_POST
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Unfold it for this visit; pressed twice, or in another tab, it is written down once."""
    row = ticket_of(request, reference)
    if is_folded(request, row):
        note("proof_shown", request, about=row)
        unfold(request, row)
    return redirect(reverse("admin:tickets_ticket_change", args=[row.reference]) + "#proof")
