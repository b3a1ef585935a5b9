"""Fin's answers are written here and nowhere else."""

from django.db.models import QuerySet

from messenger.conversations.models import Message
from messenger.fin import passages


def answer(*, message_id: int) -> None:
    """Fill a pending answer. A message that is gone or already answered is left alone."""
    message = _waiting(message_id).select_related("conversation__topic").first()
    if message is None:
        return
    conversation = message.conversation
    asked = conversation.messages.filter(author=Message.Author.PERSON).last()
    question = asked.text if asked else conversation.text
    citations = passages.answer(question, conversation.locale)
    if not citations and conversation.topic:
        citations = passages.answer(conversation.topic.label(conversation.locale), conversation.locale)
    _waiting(message_id).update(citations=citations, state=Message.State.READY)


def give_up(*, message_id: int) -> None:
    """Mark an answer that won't come, so that the page says so."""
    _waiting(message_id).update(state=Message.State.FAILED)


def _waiting(message_id: int) -> QuerySet[Message]:
    return Message.objects.filter(pk=message_id, state=Message.State.PENDING)
