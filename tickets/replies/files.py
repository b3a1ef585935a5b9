"""The files of what somebody is writing: they wait with the draft until it is sent. Reads only."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from tickets.files.kinds import ACCEPT
from tickets.files.refusals import largest, limits_in_words
from tickets.files.showing import ShownFile, shown_file
from tickets.mail.enclosures import LARGEST_TOTAL
from tickets.models import StoredFile, Ticket
from tickets.models.replies import holder_of_draft


@dataclass(frozen=True, slots=True)
class Picker:
    """What the field for files shows."""

    waiting: list[ShownFile]
    limits: str
    largest_words: str
    # Past this the mail carries a link to the case page instead.
    is_too_large_to_mail: bool
    most: int
    largest: int
    accept: str = ACCEPT


def picker(ticket: Ticket, author: User) -> Picker:
    """The field for what this person is writing on the ticket."""
    rows = waiting_for(ticket, author)
    return Picker(
        waiting=[shown_file(row, _address(ticket, row)) for row in rows],
        limits=limits_in_words(),
        largest_words=largest(),
        is_too_large_to_mail=sum(row.size for row in rows) > LARGEST_TOTAL,
        most=settings.FILES_MOST,
        largest=settings.FILE_LARGEST,
    )


def _address(ticket: Ticket, file: StoredFile) -> str:
    return reverse("admin:tickets_ticket_enclosed", args=[ticket.reference, file.key])


def waiting_for(ticket: Ticket, author: User) -> list[StoredFile]:
    """What this person picked and didn't send yet."""
    return list(StoredFile.objects.waiting_for(holder_of_draft(ticket.pk, author.pk)))
