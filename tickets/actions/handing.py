"""Has a ticket of a team handed out, where its team wants that. In the caller's transaction."""

from procrastinate.contrib.django import app

from tickets.models import TeamRouting, Ticket


def plan(ticket: Ticket) -> None:
    """Let the worker choose somebody for a ticket that nobody has yet.

    A job of its own: who chooses holds the team's row, and whoever moves many tickets would wait for that with theirs.
    """
    if ticket.team_id is None or ticket.assignee_id is not None:
        return
    if TeamRouting.objects.filter(team=ticket.team_id, is_on=True).exists():
        # By its name: what chooses builds on what is written here.
        app.configure_task("tickets.hand_out", queue="default").defer(ticket_id=ticket.pk)
