"""Files in a conversation: taken in, taken out, and sent along with a message."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Visitor
from messenger.access import support_of
from messenger.conversations import flow, limits
from messenger.conversations.file_models import MessageFile
from messenger.conversations.files import holder_of, of_conversation
from messenger.conversations.flow import FlowRefusedError, Refusal, Stage
from messenger.models import Conversation, Message
from tickets.files import actions as stored
from tickets.files.kinds import FileRefusedError
from tickets.models import StoredFile
from web.actions import take
from web.network import Networks

_WITH_FILES = {Stage.DETAILS, Stage.CHAT, Stage.RESOLVED, Stage.HANDED_OVER}


def take_in(
    *,
    conversation: Conversation,
    visitor: Visitor,
    uploads: "Iterable[UploadedFile[Any]]",
    networks: Networks = (),
    now: datetime,
) -> list[FileRefusedError]:
    """Keep files until the next message is sent; those that can't be kept are returned, the others stay.

    Raises FlowRefusedError at a step without files and behind the domain gate, TooOftenError past the limit.
    """
    refused = []
    for upload in uploads:
        if conversation.stage not in _WITH_FILES:
            is_known = flow.is_known(conversation.stage)
            raise FlowRefusedError(Refusal.WRONG_STEP if is_known else Refusal.UNKNOWN_STEP)
        if not flow.gate(support_of(visitor, conversation.topic_kind)).open:
            raise FlowRefusedError(Refusal.SUCCESSOR_SIGN_IN)
        take(limits.claims("upload", visitor, networks), now=now)
        holder, name = holder_of(conversation), upload.name or ""
        try:
            stored.take_in(holder=holder, name=name, content=upload.read(), now=now)
        except FileRefusedError as problem:
            refused.append(problem)
    return refused


def remove(*, conversation: Conversation, key: str) -> None:
    """Take out a file that wasn't sent yet."""
    stored.drop(holder=holder_of(conversation), key=key)


def release(conversation: Conversation) -> list[StoredFile]:
    """The files that waited, for the caller's message on the ticket; in its transaction."""
    return stored.send_off(holder=holder_of(conversation))


def send_along(conversation: Conversation, message: Message | None) -> None:
    """Put the files that waited on a message to Fin; in the caller's transaction."""
    if message is not None:
        MessageFile.objects.bulk_create(MessageFile(message=message, file=file) for file in release(conversation))


def delete_with_files(conversation: Conversation) -> None:
    """Delete the conversation with its files; what is on a ticket stays there. In the caller's transaction."""
    files = of_conversation(conversation)
    stored.drop_all(holder=holder_of(conversation))
    conversation.delete()
    stored.forget(files=files)
