"""Opens a ticket with a copy of one message of another.

Copied, not moved: what somebody wrote stays in the case that they sent it to, where they read it and where its mail and
its files are, and each of the two tickets can be deleted without the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from tickets.actions import opening, recording
from tickets.events import Kind
from tickets.files import actions as stored
from tickets.files.kinds import FileRefusedError
from tickets.mail import parsing
from tickets.models import Message, OriginalMail, StoredContent, StoredFile, Ticket, TicketLink
from tickets.models.merges import opening_of
from tickets.refusals import TicketRefusedError

# Within this time the same message under the same subject is one press that was made twice.
PRESSED_TWICE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Split:
    """The new ticket, and the names of files that couldn't be copied: they are on the old one alone."""

    ticket: Ticket
    left: list[str]


def split(*, message: Message, author: User, subject: str, tell: bool, now: datetime) -> Split:
    """Open a ticket of the same person with a copy of what they wrote and the files that came with it.

    With `tell` they get a receipt with the new reference. Pressed twice it is the ticket that the first press made.
    Raises TicketRefusedError. No transaction around it: to copy a picture takes a moment; what was copied for nothing
    is swept away.
    """
    _check(message.ticket, message)
    holder = f"split:{message.pk}:{uuid4().hex}"
    left = list(_copy_files(message, holder, now))
    with transaction.atomic():
        old = recording.lock(message.ticket)
        _check(old, message)
        if made := _just_made(old, message, author, subject, now):
            stored.drop_all(holder=holder)
            return Split(made, left)
        files = stored.send_off(holder=holder)
        made = opening.apart(old, subject=subject, message=message, files=files, tell=tell, now=now)
        TicketLink.objects.create(kind=TicketLink.Kind.RELATED, first=old, second=made, author=author, made_at=now)
        recording.record(old, Kind.SPLIT_OFF, author, now, reference=made.reference)
        recording.record(made, Kind.SPLIT_FROM, author, now, reference=old.reference)
        recording.save(old, now)
    return Split(made, left)


def _just_made(old: Ticket, message: Message, author: User, subject: str, now: datetime) -> Ticket | None:
    """What the same person's first press made of this message."""
    links = TicketLink.objects.filter(first=old, kind=TicketLink.Kind.RELATED, author=author, second__subject=subject)
    links = links.filter(made_at__gt=now - PRESSED_TWICE, second__messages__created_at=message.created_at)
    found = links.select_related("second").first()
    return found.second if found else None


def _check(ticket: Ticket, message: Message) -> None:
    if message.kind != Message.Kind.CUSTOMER:
        raise TicketRefusedError("split_not_theirs")
    if ticket.is_closed:
        raise TicketRefusedError("split_closed")
    if ticket.is_report:
        raise TicketRefusedError("split_report")
    if opening_of(ticket.pk).values_list("pk", flat=True).first() == message.pk:
        raise TicketRefusedError("split_first")


def _copy_files(message: Message, holder: str, now: datetime) -> Iterator[str]:
    """Keeps a copy of each file for the new ticket; gives the names of those that can't be kept.

    What was redacted is no file any more: nothing is missing where it isn't.
    """
    for attachment in message.attachments.select_related("file__content"):
        if attachment.is_redacted:
            continue
        try:
            if attachment.file is not None:
                stored.take_copy(holder=holder, file=attachment.file, now=now)
                continue
            content = _from_mail(message, attachment.mail_part)
            if content is None:
                yield attachment.name
            else:
                stored.take_in(holder=holder, name=attachment.name, content=content, now=now)
        except (FileRefusedError, StoredFile.DoesNotExist, StoredContent.DoesNotExist):
            yield attachment.name


def _from_mail(message: Message, part: int | None) -> bytes | None:
    handed_out = OriginalMail.objects.filter(incoming__message=message, incoming__threat="")
    raw = handed_out.first_raw()
    found = parsing.attachment(raw, part) if raw is not None and part is not None else None
    return found[1] if found else None
