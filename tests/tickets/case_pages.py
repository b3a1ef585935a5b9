"""The way from a mail to its case page, as people go it."""

import re
from datetime import datetime, timedelta

from django.db.models import F

from tests import cast
from tickets.models import Message, OutgoingEmail, Ticket, TicketEvent

_LINK = re.compile(r"http://help\.localhost:8000(/[a-z-]+/case/\S+)")


def path_in(email: OutgoingEmail) -> str:
    """The path of the case page that the mail links to."""
    found = _LINK.search(email.body)
    assert found, email.body
    return found[1]


def path_of(ticket: Ticket, *, to: str = "hanako@example.com") -> str:
    """As the person finds it in the latest mail that they had."""
    return path_in(ticket.emails.filter(to_email=to).latest("pk"))


def desk_of(ticket: Ticket) -> str:
    """The path of the page on which staff work on it."""
    return f"/admin/tickets/ticket/{ticket.reference}/change/"


def page(path: str) -> str:
    """What a browser without any cookie gets there."""
    answer = cast.Browser().get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def earlier(ticket: Ticket, **ago: float) -> datetime:
    """Lets all that there is of the ticket have happened so long ago; the moment that was now."""
    by = timedelta(**ago)
    Message.objects.filter(ticket=ticket).update(created_at=F("created_at") - by)
    TicketEvent.objects.filter(ticket=ticket).update(created_at=F("created_at") - by)
    times = {name: F(name) - by for name in ("created_at", "updated_at", "waiting_since", "solved_at", "nudged_at")}
    Ticket.objects.filter(pk=ticket.pk).update(**times)
    ticket.refresh_from_db()
    return ticket.created_at
