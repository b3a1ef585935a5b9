"""What staff do with mail by hand: put a quarantined one on a ticket, discard it, send a failed one again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tickets.actions import recording, writing
from tickets.mail import parsing
from tickets.mail.tasks import send_email
from tickets.models import IncomingEmail, Message, OutgoingEmail, Ticket
from tickets.refusals import TicketRefusedError


@transaction.atomic
def join_email(*, incoming: IncomingEmail, ticket: Ticket, author: User) -> Message:
    """Put a mail that didn't join by itself on a ticket; raises TicketRefusedError when it is already on one."""
    row = _lock_unjoined(incoming)
    mail = parsing.parse(bytes(row.raw))
    message = writing.add_customer_message(
        ticket=ticket,
        body=mail.text or mail.subject or row.mail_id,
        channel=Message.Channel.EMAIL,
        author_name=mail.sender_label,
        quoted=mail.quoted,
        attachments=mail.attachments,
        mail_id=row.mail_id if not Message.objects.filter(mail_id=row.mail_id).exists() else "",
    )
    recording.record(message.ticket, "email_joined", author, timezone.now(), sender=mail.sender_email)
    row.outcome, row.reason = IncomingEmail.Outcome.JOINED, IncomingEmail.Reason.JOINED_BY_HAND
    row.ticket, row.message = message.ticket, message
    row.save()
    return message


@transaction.atomic
def discard_email(*, incoming: IncomingEmail) -> IncomingEmail:
    """Take a mail out of the quarantine; it stays stored. Raises TicketRefusedError when it is on a ticket."""
    row = _lock_unjoined(incoming)
    row.outcome, row.reason = IncomingEmail.Outcome.IGNORED, IncomingEmail.Reason.DISCARDED
    row.save(update_fields=["outcome", "reason"])
    return row


@transaction.atomic
def retry_email(*, email: OutgoingEmail) -> OutgoingEmail:
    """Queue an email that isn't sent once more; raises TicketRefusedError for one that is."""
    row = OutgoingEmail.objects.select_for_update(of=("self",)).get(pk=email.pk)
    if row.status == OutgoingEmail.Status.SENT:
        raise TicketRefusedError("already_sent")
    row.status = OutgoingEmail.Status.QUEUED
    row.save(update_fields=["status"])
    send_email.defer(email_id=row.pk)
    return row


def _lock_unjoined(incoming: IncomingEmail) -> IncomingEmail:
    row = IncomingEmail.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if row.outcome == IncomingEmail.Outcome.JOINED:
        raise TicketRefusedError("already_joined")
    return row
