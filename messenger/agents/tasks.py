"""Background work that helps agents: thin shells that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from messenger.agents import actions


@app.periodic(cron="2-59/5 * * * *")
@app.task(name="messenger.remember_solved", queueing_lock="messenger.remember_solved", pass_context=False)
def remember_solved(timestamp: int) -> None:
    """Every five minutes: what was solved can be found by what is asked next."""
    actions.remember_lately(now=timezone.now())
