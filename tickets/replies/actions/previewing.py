"""The very mail that a draft would become: written as sending writes it, and taken back before anybody sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets.actions import recording
from tickets.mail import emails
from tickets.mail.enclosures import Enclosure, enclosures, goes_along
from tickets.models import Attachment, Message, OutgoingEmail, ReplyDraft, Ticket
from tickets.refusals import TicketRefusedError
from tickets.replies.files import waiting_for


@dataclass(frozen=True, slots=True)
class Preview:
    """The mails, the requester's first, and the files that they carry or link to."""

    mails: list[OutgoingEmail]
    files: list[Enclosure]
    goes_along: bool
    body: str


@transaction.atomic
def preview(*, ticket: Ticket, author: User, now: datetime) -> Preview:
    """What sending the author's draft would mail; nothing of it stays. Raises TicketRefusedError for none."""
    draft = ReplyDraft.objects.filter(ticket=ticket, author=author).first()
    if draft is None or not draft.body.strip():
        raise TicketRefusedError("empty")
    is_translated = bool(draft.translation.strip()) and not draft.is_note
    mark = transaction.savepoint_create()
    message = Message.objects.create(
        ticket=ticket,
        kind=Message.Kind.REPLY,
        channel=Message.Channel.ADMIN,
        author=author,
        author_name=recording.name_of(author),
        body=(draft.translation if is_translated else draft.body).strip(),
        own_words=draft.body.strip() if is_translated else "",
        translated_into=draft.translated_into if is_translated else "",
        held_until=now,
        created_at=now,
    )
    rows = [
        Attachment(message=message, name=file.name, content_type=file.content_type, size=file.size, file=file)
        for file in waiting_for(ticket, author)
    ]
    mails = emails.replies(ticket, message, rows)
    transaction.savepoint_rollback(mark)
    files = enclosures(message, rows)
    return Preview(mails, files, goes_along(files), message.body)
