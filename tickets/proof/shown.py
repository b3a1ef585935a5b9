"""Whose proof somebody has asked to see: kept in their session, so until they log out. Writes no rows."""

from django.http import HttpRequest

from tickets.models import Ticket

_KEY = "proof_shown"
# A session is read with each page, so it keeps the newest few.
MOST = 100


def is_folded(request: HttpRequest, ticket: Ticket) -> bool:
    """Whether there is a proof, and it wasn't asked for in this visit."""
    return bool(ticket.proof) and ticket.pk not in request.session.get(_KEY, [])


def unfold(request: HttpRequest, ticket: Ticket) -> None:
    """From now on this visit shows it."""
    others = [key for key in request.session.get(_KEY, []) if key != ticket.pk]
    request.session[_KEY] = [*others, ticket.pk][-MOST:]
