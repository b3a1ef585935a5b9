"""Background work of the messenger: Fin's answers are written by the worker into the message that waits for them."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from messenger import fin
from messenger.models import Message

log = logging.getLogger(__name__)


@app.task(name="messenger.write_answer", retry=RetryStrategy(max_attempts=3, wait=2), pass_context=False)
def write_answer(message_id: int) -> None:
    """Fill a pending answer. A message that is gone or already answered is left alone."""
    message = Message.objects.select_related("conversation").filter(pk=message_id).first()
    if message is None or message.state != Message.State.PENDING:
        return
    conversation = message.conversation
    asked = conversation.messages.filter(author=Message.Author.PERSON).last()
    question = asked.text if asked else conversation.text
    citations = fin.answer(question, conversation.locale)
    if not citations and conversation.topic:
        citations = fin.answer(conversation.topic.label(conversation.locale), conversation.locale)
    Message.objects.filter(pk=message.pk, state=Message.State.PENDING).update(
        citations=citations, state=Message.State.READY
    )
