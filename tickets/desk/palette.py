"""The command palette: where one can go in the desk, by a few letters of its name or by what stands on a ticket."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tickets.desk.searching import search
from tickets.desk.site import staff_page
from tickets.desk.standard_views import views_for
from tickets.models import SavedView, Ticket

# So many of each kind are shown, and so much of what was typed is read.
_MOST = 8
_LONGEST = 200
# Pages of the desk by their names, for who may open them.
PAGES: tuple[tuple[str | Promise, str, str], ...] = (
    (_("Tickets"), "admin:tickets_ticket_changelist", "tickets.view_ticket"),
    (_("Views of the queue"), "admin:tickets_ticket_views", "tickets.view_ticket"),
    (_("Incoming emails"), "admin:tickets_incomingemail_changelist", "tickets.view_incomingemail"),
    (_("Sent email"), "admin:tickets_outgoingemail_changelist", "tickets.view_outgoingemail"),
    (_("Report on the desk"), "admin:tickets_dayfigures_changelist", "tickets.read_figures"),
    (_("Topics"), "admin:tickets_topic_changelist", "tickets.view_topic"),
    (_("All pages of the desk"), "admin:index", "tickets.view_ticket"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go; `beside` tells more in a quieter voice."""

    words: str
    address: str
    beside: str = ""


@staff_page("tickets.view_ticket")
@never_cache
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """What fits the typed words: tickets, views and pages."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST]
    found = {"tickets": _tickets(request, typed), "views": _views(request, typed), "pages": _pages(request, typed)}
    return render(request, "admin/tickets/ticket/_palette.html", found)


def _tickets(request: HttpRequest, typed: str) -> list[Place]:
    """By the beginning of a reference, else as the list searches."""
    if len(typed) < 2:
        return []
    rows = Ticket.objects.visible_to(request.user)
    reference = typed.upper()
    if reference.startswith("HC-"):
        rows = rows.filter(reference__startswith=reference).order_by("reference")
    else:
        rows = search(rows, typed, request.user).rows.order_by(*Ticket.LATEST_FIRST)
    return [
        Place(row.subject or row.reference, reverse("admin:tickets_ticket_change", args=[row.reference]), _beside(row))
        for row in rows[:_MOST]
    ]


def _beside(row: Ticket) -> str:
    return f"{row.reference} · {row.get_status_display()} · {row.requester}"


def _views(request: HttpRequest, typed: str) -> list[Place]:
    there = reverse("admin:tickets_ticket_changelist")
    known = [Place(str(view.words), f"{there}?view={view.name}") for view in views_for(request.user)]
    known += [Place(view.name, f"{there}?{view.query}") for view in SavedView.objects.seen_by(request.user)[:100]]
    return [place for place in known if typed.casefold() in place.words.casefold()][:_MOST]


def _pages(request: HttpRequest, typed: str) -> list[Place]:
    known = [Place(str(words), reverse(page)) for words, page, right in PAGES if request.user.has_perm(right)]
    return [place for place in known if typed.casefold() in place.words.casefold()]
