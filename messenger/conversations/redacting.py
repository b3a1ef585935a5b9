"""Where the words and files of a case stand in the messenger, for who takes them out of it. Reads only."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count

from messenger.models import Conversation, FinAnswer, Message, MessageFile
from tickets.models import StoredFile
from tickets.redaction.places import Change, Naming, Place, differing
from tickets.redaction.words import MARK, without


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


def naming(file: StoredFile) -> Naming:
    """What names the file in a conversation; a message that was this file alone says that it was taken out."""
    rows = MessageFile.objects.filter(file=file)
    bare = Message.objects.filter(files__file=file, text="")
    alone = bare.annotate(number=Count("files__message__files")).filter(number=1)
    return Naming(rows, [Change(Place.CONVERSATION, message, {"text": MARK}) for message in alone])
