"""What staff do with mail by hand: put a quarantined one on a ticket, discard it, send a failed one again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from procrastinate.types import JSONDict

from accounts.models import User
from tickets.actions import recording, writing
from tickets.mail import parsing
from tickets.mail.tasks import send_email
from tickets.models import IncomingEmail, Message, OutgoingEmail, Ticket
from tickets.refusals import TicketRefusedError


@transaction.atomic
def join_email(*, incoming: IncomingEmail, ticket: Ticket, author: User) -> Message:
    """Put a mail that didn't join by itself on a ticket; raises TicketRefusedError when it is already on one."""
    row = lock_unjoined(incoming)
    message = writing.add_customer_message(
        ticket=ticket,
        body=row.text or row.subject or row.mail_id or f"mail-{row.pk}.eml",
        channel=Message.Channel.EMAIL,
        author_name=parsing.sender_label(row.sender_name, row.sender_email),
        quoted=row.quoted,
        attachments=row.attachments,
        mail_id=Message.objects.free_mail_id(row.mail_id),
    )
    recording.record(message.ticket, "email_joined", author, timezone.now(), sender=row.sender_email)
    row.outcome, row.reason = IncomingEmail.Outcome.JOINED, IncomingEmail.Reason.JOINED_BY_HAND
    row.ticket, row.message = message.ticket, message
    row.save()
    return message


@transaction.atomic
def discard_email(*, incoming: IncomingEmail) -> IncomingEmail:
    """Take a mail out of the quarantine; it stays stored. Raises TicketRefusedError when it is on a ticket."""
    row = lock_unjoined(incoming)
    row.outcome, row.reason = IncomingEmail.Outcome.IGNORED, IncomingEmail.Reason.DISCARDED
    row.save(update_fields=["outcome", "reason"])
    return row


def discard_emails(*, numbers: Iterable[int]) -> int:
    """Take those of these mails that are read and on no ticket out of the quarantine, and return how many they are."""
    unjoined = IncomingEmail.objects.filter(pk__in=numbers, outcome__in=_DISCARDABLE)
    return unjoined.update(outcome=IncomingEmail.Outcome.IGNORED, reason=IncomingEmail.Reason.DISCARDED)


_DISCARDABLE = (
    IncomingEmail.Outcome.QUARANTINED,
    IncomingEmail.Outcome.IGNORED,
    IncomingEmail.Outcome.ANSWERED,
    IncomingEmail.Outcome.UNREADABLE,
)


_AGAIN = {
    "status": OutgoingEmail.Status.QUEUED,
    "sent_at": None,
    "returned_at": None,
    "put_aside_at": None,
}


@transaction.atomic
def retry_email(*, email: OutgoingEmail) -> OutgoingEmail:
    """Queue an email that isn't sent, or came back, once more, as the same mail.

    Raises TicketRefusedError for one that is sent, or about to be.
    """
    row = OutgoingEmail.objects.select_for_update(of=("self",)).get(pk=email.pk)
    if row.status == OutgoingEmail.Status.SENT and row.returned_at is None:
        raise TicketRefusedError("already_sent")
    if row.status == OutgoingEmail.Status.SENDING:
        raise TicketRefusedError("being_sent")
    for name, value in _AGAIN.items():
        setattr(row, name, value)
    row.save(update_fields=list(_AGAIN))
    send_email.defer(email_id=row.pk)
    return row


@transaction.atomic
def retry_emails(*, numbers: Iterable[int]) -> int:
    """Queue those of these emails that failed or were held back once more, and return how many they are."""
    failed = OutgoingEmail.objects.filter(pk__in=numbers, status__in=OutgoingEmail.DEAD)
    found = list(failed.select_for_update(of=("self",)).values_list("pk", flat=True))
    OutgoingEmail.objects.filter(pk__in=found).update(**_AGAIN)
    jobs: list[JSONDict] = [{"email_id": number} for number in found]
    send_email.batch_defer(*jobs)
    return len(found)


def lock_unjoined(incoming: IncomingEmail) -> IncomingEmail:
    """The row, locked; raises TicketRefusedError for one that is on a ticket or not read yet."""
    row = IncomingEmail.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if row.outcome == IncomingEmail.Outcome.JOINED:
        raise TicketRefusedError("already_joined")
    if row.outcome == IncomingEmail.Outcome.RECEIVED:
        raise TicketRefusedError("not_read_yet")
    return row
