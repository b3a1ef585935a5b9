"""Background work that helps agents: thin shells that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from messenger.agents import actions, help_actions, reply_actions


@app.periodic(cron="2-59/5 * * * *")
@app.task(name="messenger.remember_solved", queueing_lock="messenger.remember_solved", pass_context=False)
def remember_solved(timestamp: int) -> None:
    """Every five minutes: what was solved can be found by what is asked next."""
    actions.remember_lately(now=timezone.now())


@app.task(name=help_actions.TASK, queue="fin")
def help_agent(key: int) -> None:
    """What an agent asked the model for; whatever breaks, the page says so."""
    try:
        help_actions.fulfil(key=key)
    except Exception:
        help_actions.give_up(key=key)
        raise


@app.task(name=reply_actions.TASK, queue="fin")
def translate_reply(key: int) -> None:
    """What an agent wrote, in the customer's language; whatever breaks, the editor says so."""
    try:
        reply_actions.fulfil(key=key)
    except Exception:
        help_actions.give_up(key=key)
        raise


@app.task(name="messenger.forget_help")
def forget_help(keys: list[int]) -> None:
    """Something was taken out of what these tickets say."""
    actions.forget(keys=keys)
