"""Who else is on a ticket, and what was written there since its page was opened: a part that asks again and again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tickets import actions
from tickets.actions.recording import name_of
from tickets.desk.one_ticket import me, ticket_of
from tickets.desk.site import staff_page
from tickets.forms import SeenForm
from tickets.models.presence import others_on

# Whoever was away for a day reloads the page.
_MOST = 5


@staff_page("tickets.view_ticket")
@require_POST
def presence(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that I am here; hear who else is, and what is new. The page's own entries stay as they are."""
    row, person, now = ticket_of(request, reference), me(request), timezone.now()
    actions.attend(ticket=row, staff=person, now=now)
    seen = SeenForm(request.POST).last_seen
    newer = row.messages.filter(pk__gt=seen[0]).exclude(author=person).order_by("pk") if seen else row.messages.none()
    context = {
        "others": [(name_of(other), writes) for other, writes in others_on(row, person, now)],
        "newer": list(newer[:_MOST]),
        "ticket": row,
    }
    return render(request, "tickets/_presence.html", context)
