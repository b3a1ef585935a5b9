"""The files of a conversation: which wait, which were sent, and what a page shows of them. Reads only."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from messenger.conversations.file_models import MessageFile
from messenger.conversations.flow import Stage
from messenger.conversations.merged import merged_with
from messenger.models import Conversation, Message
from tickets.files.kinds import ACCEPT
from tickets.files.refusals import largest, limits_in_words
from tickets.files.showing import ShownFile, shown, shown_file
from tickets.models import Message as TicketMessage
from tickets.models import StoredFile, Ticket
from tickets.models.merges import said_after_opening


def holder_of(conversation: Conversation) -> str:
    """What files that wait to be sent in this conversation wait for."""
    return f"conversation:{conversation.reference}"


def find(conversation: Conversation, key: str) -> StoredFile | None:
    """The file with this key, if it is one of the conversation's: waiting, sent to Fin, or on its ticket's thread."""
    named = Q(waiting__holder=holder_of(conversation)) | Q(in_conversation__message__conversation=conversation)
    if conversation.ticket_id is not None:
        newest = Ticket.objects.going_on_from(conversation.ticket_id).order_by("-pk").first()
        further = merged_with(newest) if newest else None
        named |= Q(attachment__message__in=said_after_opening(conversation.ticket_id, further=further))
    return StoredFile.objects.filter(named, key=key).first()


def of_conversation(conversation: Conversation) -> list[StoredFile]:
    """Everything that was sent to Fin, oldest first."""
    return list(StoredFile.objects.filter(in_conversation__message__conversation=conversation).order_by("pk"))


def of_message(conversation: Conversation, message: Message) -> list[ShownFile]:
    """The files that went with a message to Fin."""
    return [shown_file(row.file, _address(conversation, row.file)) for row in message.files.all()]


def of_ticket_message(conversation: Conversation, message: TicketMessage) -> list[ShownFile]:
    """The files of a message on the ticket; of one that came by mail, their names."""
    return [shown(each, _address(conversation, each.file) if each.file else "") for each in message.attachments.all()]


def named(message: Message) -> list[dict[str, object]]:
    """The files of a message to Fin as plain values: name and size."""
    return [{"name": row.file.name, "size": row.file.size} for row in MessageFile.objects.filter(message=message)]


def _address(conversation: Conversation, file: StoredFile) -> str:
    return reverse("conversation_file", args=[get_language(), conversation.reference, file.key])


@dataclass(frozen=True)
class Picker:
    """What the field for files shows; asks the database only when a page has the field."""

    conversation: Conversation

    @cached_property
    def waiting(self) -> list[ShownFile]:
        """Those that were picked and not sent yet."""
        rows = StoredFile.objects.waiting_for(holder_of(self.conversation))
        return [shown_file(row, _address(self.conversation, row)) for row in rows]

    @property
    def limits(self) -> str:
        """What may be sent, in words."""
        return limits_in_words()

    @property
    def largest_words(self) -> str:
        return largest()

    @property
    def most(self) -> int:
        return settings.FILES_MOST

    @property
    def largest(self) -> int:
        return settings.FILE_LARGEST

    @property
    def accept(self) -> str:
        """What the browser's own picker offers; what comes in is told by its content."""
        return ACCEPT

    @property
    def is_for_fin(self) -> bool:
        """Whether nobody who can look at files reads along yet."""
        return self.conversation.stage != Stage.HANDED_OVER
