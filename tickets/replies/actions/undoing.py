"""Takes back a reply whose mail still waits here: message, mail, and what sending changed."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from tickets.actions import indexing, recording
from tickets.events import Kind
from tickets.models import Macro, Message, OutgoingEmail, ReplyDraft, SentReply, StoredFile, TicketEvent, TicketTag
from tickets.refusals import TicketRefusedError
from tickets.replies.actions.drafting import put_back
from tickets.replies.actions.enclosing import put_with_draft
from tickets.replies.restoring import snapshot, to_put_back


@transaction.atomic
def take_back(*, message: Message, author: User, now: datetime) -> ReplyDraft | None:
    """Undo the sending of a reply, whole; its text and files are the author's draft again, which is returned.

    What somebody changed on the ticket since stays changed. Raises TicketRefusedError once it is too late: the time is
    over, or a worker has one of its mails in hand.
    """
    row = recording.lock(message.ticket)
    sent = SentReply.objects.select_for_update(of=("self",)).filter(message=message, author=author).first()
    if sent is None or sent.until <= now:
        raise TicketRefusedError("too_late")
    # A worker that claims one waits for this, or this for it; then there is either no mail, or nothing to take back.
    mails = list(OutgoingEmail.objects.select_for_update(of=("self",)).filter(message=message).order_by("pk"))
    if any(mail.status != OutgoingEmail.Status.QUEUED for mail in mails):
        raise TicketRefusedError("too_late")
    # Behind a later reply the ticket stands as that one left it.
    if not row.messages.filter(kind=Message.Kind.REPLY, pk__gt=message.pk).exists():
        for name, value in to_put_back(snapshot(row), sent.before, sent.after).items():
            setattr(row, name, value)
    TicketEvent.objects.filter(ticket=row, pk__in=sent.events).delete()
    TicketTag.objects.filter(ticket=row, pk__in=sent.tags).delete()
    Macro.objects.filter(pk__in=sent.macros, used__gt=0).update(used=F("used") - 1)
    numbers = list(sent.macros)
    said = Message.objects.only("body", "own_words", "translated_into").get(pk=message.pk)
    files = list(StoredFile.objects.filter(attachment__message=message).order_by("attachment__position"))
    Message.objects.filter(pk=message.pk).delete()
    put_with_draft(ticket=row, author=author, files=files)
    recording.record(row, Kind.REPLY_TAKEN_BACK, author, now)
    recording.save(row, now)
    indexing.index_these(keys=[row.pk])
    return put_back(ticket=row, author=author, sent=said, macros=numbers, now=now)
