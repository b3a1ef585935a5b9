"""What may help with a ticket: a part of its page that comes after the rest, and a page of its own without scripts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from messenger.agents import helping, questions
from messenger.agents.related import fitting_articles, similar_tickets, written_from
from tickets.desk.one_ticket import me, ticket_of
from tickets.desk.site import page_context, staff_page
from tickets.models import Ticket


@require_safe
@staff_page("tickets.view_ticket")
def related(request: HttpRequest, reference: str) -> HttpResponse:
    """Articles and solved tickets that fit; none for a report under the law."""
    ticket = ticket_of(request, reference)
    if ticket.is_report:
        raise Http404
    asked = questions.question(ticket)
    known = {
        "ticket": ticket,
        "articles": fitting_articles(asked, ticket.locale, get_language() or settings.LANGUAGE_CODE),
        "solved": similar_tickets(ticket, asked, request.user),
        "written": written_from(ticket) if request.user.has_perm("helpcenter.view_translation") else [],
        "site": settings.SITE_URL,
        "help": _help(request, ticket),
    }
    if getattr(request, "htmx", False):
        return render(request, "admin/messenger/_related.html", known)
    context = page_context(request, title=gettext("Related"), opts=Ticket._meta, alone=True, **known)
    return render(request, "admin/messenger/related.html", context)


def _help(request: HttpRequest, ticket: Ticket) -> helping.Panel | None:
    """For who may write on the ticket; None where nothing of it is switched on."""
    if not request.user.has_perm("tickets.change_ticket"):
        return None
    return helping.panel(ticket, me(request), get_language() or settings.LANGUAGE_CODE)
