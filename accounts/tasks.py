"""Housekeeping in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from accounts import actions
from accounts.staff import session_actions
from accounts.staff.tasks import tell_staff

__all__ = ["forget_sessions", "forget_used_tokens", "tell_staff"]


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="forget_used_tokens", pass_context=False)
def forget_used_tokens(timestamp: int) -> None:
    """Once an hour: digests of tokens that have expired are of no use."""
    actions.forget_used_tokens(now=timezone.now())


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="forget_sessions", pass_context=False)
def forget_sessions(timestamp: int) -> None:
    """Once an hour: sessions whose time is over open nothing."""
    session_actions.forget_sessions(now=timezone.now())
