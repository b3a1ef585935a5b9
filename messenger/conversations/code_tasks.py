"""The mail with a code, in the background: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from messenger.conversations.actions import sending_codes


@app.task(name="messenger.send_code", queue="mail", retry=RetryStrategy(max_attempts=5, wait=10))
def send_code(*, code_id: int, code_round: int) -> None:
    """Make and send the code that was asked for; each run makes another one, and the newest counts."""
    sending_codes.send(code_id=code_id, code_round=code_round, now=timezone.now())
