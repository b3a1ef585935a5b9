"""Finds the ticket that a mail belongs to, and whether it proves so: our signature, and a sender who is on it."""

from dataclasses import dataclass

from django.conf import settings

from tickets.mail import threading
from tickets.mail.parsing import IncomingMail
from tickets.models import IncomingEmail, Message, OutgoingEmail, Ticket

_Reason = IncomingEmail.Reason
# Reply addresses of ours that one mail may claim.
_CLAIMS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket, or none, and why; `is_proved` when the mail may join it by itself."""

    ticket: Ticket | None
    reason: IncomingEmail.Reason
    is_proved: bool = False


def find(mail: IncomingMail) -> Place:
    """Where the mail belongs. What names a ticket without proof is only a hint for who looks at it."""
    addressed, is_signed = _addressed(mail)
    if addressed is not None and is_signed and addressed.may_write(mail.sender_email):
        return Place(addressed, _Reason.REPLY_ADDRESS, is_proved=True)
    answered, is_ours = _answered(mail)
    if mail.sender_email and answered is not None and is_ours and answered.may_write(mail.sender_email):
        return Place(answered, _Reason.REFERENCES, is_proved=True)
    if addressed is not None and not is_signed:
        # Either made up, or made for somebody else on the ticket.
        return Place(addressed, _Reason.FORGED_ADDRESS)
    ticket = addressed or answered
    if ticket is None:
        return Place(None, _Reason.NO_TICKET)
    return Place(ticket, _Reason.UNPROVED if ticket.may_write(mail.sender_email) else _Reason.WRONG_SENDER)


def _addressed(mail: IncomingMail) -> tuple[Ticket | None, bool]:
    """The ticket that a reply address among the recipients names, and whether it is signed for this sender."""
    found = (
        threading.parse_reply_address(recipient, support_address=settings.SUPPORT_ADDRESS)
        for recipient in mail.recipients
    )
    claims = [claim for claim in found if claim is not None]
    signed = [
        claim
        for claim in claims
        if mail.sender_email and threading.is_signed_for(claim, mail.sender_email, key=settings.SECRET_KEY)
    ]
    references = [claim.reference for claim in (signed or claims)[:_CLAIMS]]
    tickets = {ticket.reference: ticket for ticket in Ticket.objects.filter(reference__in=references)}
    first = next((tickets[reference] for reference in references if reference in tickets), None)
    return first, bool(signed) and first is not None


def _answered(mail: IncomingMail) -> tuple[Ticket | None, bool]:
    """The ticket of the nearest email that this mail answers or brings back, and whether that one was of ours.

    Somebody else's Message-ID is known to everybody who got that mail, so it says where, and proves nothing.
    """
    ids = [*mail.thread_ids, *(mail.returned.mail_ids if mail.returned else [])]
    sent = {row.mail_id: row for row in OutgoingEmail.objects.filter(mail_id__in=ids).select_related("ticket")}
    ours = [sent[mail_id] for mail_id in ids if mail_id in sent]
    for email in ours:
        if threading.is_our_message_id(email.mail_id, email.to_email, key=settings.SECRET_KEY):
            return email.ticket, True
    if ours:
        return ours[0].ticket, False
    received = {row.mail_id: row for row in Message.objects.filter(mail_id__in=ids).select_related("ticket")}
    return next((received[mail_id].ticket for mail_id in ids if mail_id in received), None), False
