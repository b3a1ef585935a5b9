"""The files of a case page: which wait to be sent, and where those that were sent can be had. Reads only."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from tickets.case_page.people import Person, token_for
from tickets.files.kinds import ACCEPT
from tickets.files.refusals import limits_in_words
from tickets.files.showing import ShownFile, shown
from tickets.models import Message, StoredFile, Ticket
from tickets.models.merges import words_of


@dataclass(frozen=True, slots=True)
class Picker:
    """What the field for files shows."""

    waiting: list[StoredFile]
    limits: str
    accept: str = ACCEPT


def picker(ticket: Ticket, person: Person) -> Picker:
    """The field for this person's next message."""
    return Picker(waiting_for(ticket, person), limits_in_words())


def holder_of(ticket: Ticket, person: Person) -> str:
    """What this person's files wait for until they are sent; the address is nobody's to read there."""
    return f"case:{token_for(ticket, person.email)}"


def waiting_for(ticket: Ticket, person: Person) -> list[StoredFile]:
    """What this person picked and didn't send yet."""
    return list(StoredFile.objects.waiting_for(holder_of(ticket, person)))


def of_message(ticket: Ticket, person: Person, message: Message) -> list[ShownFile]:
    """The files of a message, each at an address below this person's page."""
    token = token_for(ticket, person.email)
    return [shown(row, _address(token, row.file) if row.file else "") for row in message.attachments.all()]


def find(ticket: Ticket, key: str) -> StoredFile | None:
    """The file with this key, if it is one of what customer and team said on the ticket."""
    messages = words_of(ticket).visible_to_customer()
    return StoredFile.objects.filter(attachment__message__in=messages, key=key).first()


def _address(token: str, file: StoredFile) -> str:
    return reverse("case_file", args=[get_language(), token, file.key])
