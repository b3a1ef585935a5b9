"""Background answers to new mail: a thin shell that the queue calls. A job names nobody."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tickets.models import IncomingEmail
from tickets.new_mail.letters import ways_letter


@app.task(name="tickets.answer_new_mail", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=6))
def answer_new_mail(*, incoming_id: int, reason: str, locale: str) -> None:
    """Tell the sender of this mail which ways there are to us; a second run sends the same letter, by its number."""
    row = IncomingEmail.objects.filter(pk=incoming_id, outcome=IncomingEmail.Outcome.ANSWERED).first()
    if row is not None:
        ways_letter(row, reason=reason, locale=locale).send(using="default")
