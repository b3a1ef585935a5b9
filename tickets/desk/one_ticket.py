"""What the pages and moves of one ticket share: whose request it is, which ticket, and the way back to its page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from tickets.desk import page
from tickets.models import Ticket
from tickets.references import PATTERN


def ticket_of(request: HttpRequest, reference: str) -> Ticket:
    """The ticket, for who may see it; to others there is none."""
    if not PATTERN.fullmatch(reference):
        raise Http404
    rows = Ticket.objects.visible_to(request.user).select_related(
        "assignee",
        "customer__domain__successor",
        "customer__organisation",
        "follows",
        "organisation",
        "topic",
        "topic_version__topic",
        "team",
        "snooze",
        "rating",
    )
    return get_object_or_404(rows, reference=reference)


def me(request: HttpRequest) -> User:
    """Who asks."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def whole_page(request: HttpRequest, row: Ticket, code: int, **context: Any) -> HttpResponse:
    """The ticket's page, with what was typed and what was wrong with it."""
    return render(request, "tickets/workspace.html", page.context(request, row, **context), status=code)


def onward(request: HttpRequest, row: Ticket) -> HttpResponse:
    """To the ticket's page; to the queue when it went to where this person doesn't see it."""
    if Ticket.objects.visible_to(request.user).filter(pk=row.pk).exists():
        return back(row)
    messages.info(
        request, gettext("%(reference)s is with others now, out of your sight.") % {"reference": row.reference}
    )
    return redirect("admin:tickets_ticket_changelist")


def back(row: Ticket) -> HttpResponse:
    """To the ticket's page, at its newest entry."""
    return back_to(row.reference)


def back_to(reference: str) -> HttpResponse:
    """To the page of the ticket with this reference, at its newest entry."""
    return redirect(reverse("admin:tickets_ticket_change", args=[reference]) + "#latest")
