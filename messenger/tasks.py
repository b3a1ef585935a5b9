"""Background work of the messenger: Fin's answers, and clearing away what nobody can come back to."""

import logging
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from accounts.actions import forget_visitors
from accounts.models import Visitor
from messenger import fin
from messenger.models import Conversation, Message

log = logging.getLogger(__name__)

# Three runs in all: the first, and two more.
_RETRIES = 2
# Somebody may still have the page open on which they typed.
_LONG_OVER = timedelta(days=1)


@app.task(name="messenger.write_answer", retry=RetryStrategy(max_attempts=_RETRIES, wait=2), pass_context=True)
def write_answer(context: JobContext, message_id: int) -> None:
    """Fill a pending answer; when the last try fails, the message says so and the page offers the way onward."""
    try:
        answer(message_id=message_id)
    except Exception:
        if context.job is None or context.job.attempts >= _RETRIES:
            _waiting(message_id).update(state=Message.State.FAILED)
        raise


def answer(*, message_id: int) -> None:
    """Fill a pending answer. A message that is gone or already answered is left alone."""
    message = _waiting(message_id).select_related("conversation__topic").first()
    if message is None:
        return
    conversation = message.conversation
    asked = conversation.messages.filter(author=Message.Author.PERSON).last()
    question = asked.text if asked else conversation.text
    citations = fin.answer(question, conversation.locale)
    if not citations and conversation.topic:
        citations = fin.answer(conversation.topic.label(conversation.locale), conversation.locale)
    _waiting(message_id).update(citations=citations, state=Message.State.READY)


def _waiting(message_id: int) -> QuerySet[Message]:
    return Message.objects.filter(pk=message_id, state=Message.State.PENDING)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_visits", pass_context=False)
def forget_visits(timestamp: int) -> None:
    """Once a night: texts that were never sent and whose writer can't come back, then visits that hold nothing."""
    over = Visitor.objects.over(since=timezone.now() - _LONG_OVER)
    Conversation.objects.never_sent().filter(visitor__in=over, customer=None, visitor__customer=None).delete()
    forget_visitors(visitors=over.filter(conversations=None))
