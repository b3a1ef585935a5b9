"""The bar with which a reply is taken back: what the session knows of the last one that was sent, while it waits."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from tickets.models import Message, Ticket

_SENT = "desk_sent"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reply that waits: its number, its ticket's reference, to whom it goes, and until when."""

    message: int
    reference: str
    person: str
    until: datetime
    seconds: int


def offer(request: HttpRequest, message: Message, ticket: Ticket) -> None:
    """Let the next pages show the bar."""
    until = message.held_until.isoformat() if message.held_until else ""
    person = ticket.requester if ticket.requester_email else ""
    request.session[_SENT] = {
        "message": message.pk,
        "reference": ticket.reference,
        "person": person,
        "until": until,
    }


def put_away(request: HttpRequest) -> None:
    """Show it no more."""
    request.session.pop(_SENT, None)


def waiting(request: HttpRequest, now: datetime) -> Waiting | None:
    """What the bar shows, or None."""
    sent = request.session.get(_SENT)
    until = parse_datetime(sent["until"]) if sent else None
    if not sent or until is None or until <= now:
        return None
    seconds = -int(-(until - now).total_seconds() // 1)
    return Waiting(sent["message"], sent["reference"], sent["person"], until, seconds)
