"""Background work of handing out: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tickets.routing import actions


@app.task(name="tickets.hand_out", queue="default", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def hand_out(*, ticket_id: int) -> None:
    """Give a ticket to whoever's turn it is; safe to run any number of times."""
    actions.hand_out(ticket_id=ticket_id, now=timezone.now())
