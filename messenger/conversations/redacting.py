"""Where the words of a case stand in the messenger, for who takes them out of it. Reads only."""

from collections.abc import Iterator
from typing import Any

from messenger.models import Conversation, FinAnswer, Message
from tickets.redaction.places import Change, Place, differing
from tickets.redaction.words import without


def changes(keys: list[int], words: str) -> Iterator[Change]:
    """Every row about these tickets, with what it would say without the words."""
    for conversation in Conversation.objects.filter(ticket__in=keys):
        values: dict[str, Any] = {name: without(getattr(conversation, name), words) for name in ("text", "unsent")}
        values["details"] = {
            name: without(value, words) if isinstance(value, str) else value
            for name, value in conversation.details.items()
        }
        yield Change(Place.CONVERSATION, conversation, differing(conversation, values))
    for message in Message.objects.filter(conversation__ticket__in=keys):
        yield Change(Place.CONVERSATION, message, differing(message, {"text": without(message.text, words)}))
    for answer in FinAnswer.objects.filter(message__conversation__ticket__in=keys):
        yield Change(Place.CONVERSATION, answer, differing(answer, {"question": without(answer.question, words)}))
