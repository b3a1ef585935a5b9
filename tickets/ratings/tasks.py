"""Background work of ratings: a thin shell that the queue calls."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from tickets.ratings import actions


@app.task(name="tickets.ask_rating", queue="mail")
def ask_rating(*, ticket_id: int, solved_at: str) -> None:
    """Ask about a ticket that was solved at this time (ISO 8601), if it still is; safe to run any number of times."""
    actions.ask(ticket_id=ticket_id, solved_at=datetime.fromisoformat(solved_at), now=timezone.now())
