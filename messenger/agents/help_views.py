"""What a model does for an agent on a ticket's page: asked for by a press, made by a worker, then shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from messenger.agents import help_actions, helping
from messenger.agents.models import Help
from messenger.agents.refusals import HelpRefusedError, in_words
from tickets.desk.one_ticket import me, ticket_of
from tickets.desk.site import page_context, staff_page
from tickets.models import Ticket


@require_safe
@staff_page("tickets.change_ticket")
def panel(request: HttpRequest, reference: str) -> HttpResponse:
    """What is there by now."""
    return _shown(request, ticket_of(request, reference), 200)


@require_POST
@staff_page("tickets.change_ticket")
def ask(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Have the model asked; the panel, without a script its page."""
    ticket = ticket_of(request, reference)
    # A reply's translation belongs to the editor.
    if kind not in Help.Kind.values or kind == Help.Kind.REPLY:
        raise Http404
    try:
        help_actions.ask(
            ticket=ticket, kind=Help.Kind(kind), staff=me(request), locale=get_language() or "en", now=timezone.now()
        )
    except HelpRefusedError as refusal:
        return _shown(request, ticket, 409, in_words(refusal.reason))
    if getattr(request, "htmx", False):
        return _shown(request, ticket, 200)
    return redirect("admin:messenger_help", ticket.reference)


def _shown(request: HttpRequest, ticket: Ticket, code: int, refusal: str = "") -> HttpResponse:
    found = helping.panel(ticket, me(request), get_language() or "en")
    if found is None:
        raise Http404
    known = {"ticket": ticket, "help": found, "refusal": refusal}
    if getattr(request, "htmx", False):
        return render(request, "admin/messenger/_help.html", {**known, "swaps": True}, status=code)
    context = page_context(request, title=gettext("Help of the model"), opts=Ticket._meta, alone=True, **known)
    return render(request, "admin/messenger/help.html", context, status=code)
