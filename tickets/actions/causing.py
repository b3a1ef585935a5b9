"""Tells the automations what happened to a ticket, in the transaction in which it happens."""

from uuid import uuid4

from procrastinate.contrib.django import app

from tickets.actions.acting import now_acting
from tickets.automations.rules import DEEPEST, Trigger
from tickets.models import Automation, Ticket


def cause(ticket: Ticket, trigger: Trigger, value: str = "") -> None:
    """Have a worker look at the ticket, where any automation waits for this. Reports under the law are no machine's.

    What an automation does has its cause, so that none comes twice for it, and ends after so many others.
    """
    acting = now_acting()
    depth = acting.depth + 1 if acting else 0
    if ticket.is_report or depth > DEEPEST or not Automation.objects.on(trigger).exists():
        return
    # By its name: what runs them builds on what is written here.
    job = app.configure_task("tickets.run_automations", queue="default")
    job.defer(
        ticket_id=ticket.pk,
        trigger=str(trigger),
        value=value,
        cause=acting.cause if acting else uuid4().hex,
        depth=depth,
    )
