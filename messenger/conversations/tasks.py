"""Housekeeping of conversations: clearing away what nobody can come back to."""

from django.utils import timezone
from procrastinate.contrib.django import app

from messenger.conversations import actions


@app.periodic(cron="41 3 * * *")
@app.task(name="messenger.tasks.forget_visits", queueing_lock="forget_visits", pass_context=False)
def forget_visits(timestamp: int) -> None:
    """Once a night: texts and chats whose writer can't come back, then visits that hold nothing."""
    actions.forget_visits(now=timezone.now())
