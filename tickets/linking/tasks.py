"""Background work of linked tickets: a thin shell that the queue calls."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tickets.linking import actions


@app.task(name="tickets.answer_child", queue="mail")
def answer_child(*, ticket_id: int, parent_id: int, author_id: int, body: str, submission: str) -> None:
    """Send the reply of a parent's ticket on one below it; safe to run any number of times."""
    actions.answer_child(
        ticket_id=ticket_id,
        parent_id=parent_id,
        author_id=author_id,
        body=body,
        submission=UUID(submission),
        now=timezone.now(),
    )
