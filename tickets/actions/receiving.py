"""Takes in a mail: joins it to its ticket when address and sender prove it, and keeps it in any case."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tickets.actions import recording, writing
from tickets.mail import loops, parsing, threading
from tickets.mail.parsing import IncomingMail
from tickets.models import IncomingEmail, Message, OutgoingEmail, Ticket

_Outcome, _Reason = IncomingEmail.Outcome, IncomingEmail.Reason


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail: outcome and reason as in IncomingEmail, and the ticket's reference or ""."""

    outcome: str
    reason: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class _Decision:
    outcome: IncomingEmail.Outcome
    reason: IncomingEmail.Reason
    ticket: Ticket | None = None


@transaction.atomic
def receive_email(*, raw: bytes, now: datetime | None = None) -> Received:
    """Store the mail and join it to its ticket, quarantine it, or ignore it with the reason; the same mail counts once.

    The sender must be whom the signed reply address was made for, or be on the ticket whose email is answered.
    """
    now = now or timezone.now()
    digest = hashlib.sha256(raw).hexdigest()
    mail = parsing.parse(raw)
    mail_id = mail.mail_id or f"<{digest}@missing.invalid>"
    _one_at_a_time(mail_id)
    if IncomingEmail.objects.filter(digest=digest).exists():
        return Received(_Outcome.IGNORED, _Reason.DUPLICATE)
    decision = _decide(mail, mail_id)
    row = IncomingEmail(
        raw=raw,
        digest=digest,
        mail_id=mail_id,
        sender_name=mail.sender_name,
        sender_email=mail.sender_email,
        recipients=", ".join(dict.fromkeys(mail.recipients)),
        subject=mail.subject,
        outcome=decision.outcome,
        reason=decision.reason,
        ticket=decision.ticket,
        received_at=now,
    )
    if decision.outcome == _Outcome.JOINED and decision.ticket is not None:
        row.message = _join(decision.ticket, mail, mail_id, now)
        row.ticket = row.message.ticket
    elif decision.reason == _Reason.BOUNCE:
        _note_return(mail, now)
    row.save()
    return Received(row.outcome, row.reason, row.ticket.reference if row.ticket else "")


def _one_at_a_time(mail_id: str) -> None:
    """Let nobody else take in this mail until the transaction ends: mail servers deliver the same one twice at once."""
    key = int.from_bytes(hashlib.sha256(mail_id.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _decide(mail: IncomingMail, mail_id: str) -> _Decision:
    if IncomingEmail.objects.filter(mail_id=mail_id).exists():
        return _Decision(_Outcome.IGNORED, _Reason.DUPLICATE)
    answered = _answered(mail)
    loop = loops.detect(mail.headers, sender=mail.sender_email, support_address=settings.SUPPORT_ADDRESS)
    if loop is not None:
        return _Decision(_Outcome.IGNORED, _Reason(str(loop)), answered)
    if not mail.headers:
        return _Decision(_Outcome.QUARANTINED, _Reason.UNREADABLE)
    if not (mail.text or mail.attachments):
        return _Decision(_Outcome.QUARANTINED, _Reason.EMPTY, answered)
    return _place(mail, answered)


def _place(mail: IncomingMail, answered: Ticket | None) -> _Decision:
    addressed, signed = _addressed(mail)
    if addressed is not None and signed and addressed.may_write(mail.sender_email):
        return _Decision(_Outcome.JOINED, _Reason.REPLY_ADDRESS, addressed)
    if answered is not None and answered.may_write(mail.sender_email):
        return _Decision(_Outcome.JOINED, _Reason.REFERENCES, answered)
    if addressed is not None and not signed:
        # Either made up, or made for somebody else on the ticket.
        return _Decision(_Outcome.QUARANTINED, _Reason.FORGED_ADDRESS, addressed)
    if addressed is not None or answered is not None:
        return _Decision(_Outcome.QUARANTINED, _Reason.WRONG_SENDER, addressed or answered)
    return _Decision(_Outcome.QUARANTINED, _Reason.NO_TICKET)


def _addressed(mail: IncomingMail) -> tuple[Ticket | None, bool]:
    """The ticket that a reply address among the recipients names, and whether it is signed for this sender."""
    found = None
    for recipient in mail.recipients:
        claim = threading.parse_reply_address(recipient, support_address=settings.SUPPORT_ADDRESS)
        ticket = Ticket.objects.filter(reference=claim.reference).first() if claim else None
        if claim is None or ticket is None:
            continue
        if threading.is_signed_for(claim, mail.sender_email, key=settings.SECRET_KEY):
            return ticket, True
        found = found or ticket
    return found, False


def _answered(mail: IncomingMail) -> Ticket | None:
    """The ticket of the nearest email that this mail answers, ours or one that joined."""
    for mail_id in [*mail.thread_ids, *(mail.returned.mail_ids if mail.returned else [])]:
        sent = OutgoingEmail.objects.filter(mail_id=mail_id).select_related("ticket").first()
        if sent is not None:
            return sent.ticket
        received = Message.objects.filter(mail_id=mail_id).select_related("ticket").first()
        if received is not None:
            return received.ticket
    return None


def _join(ticket: Ticket, mail: IncomingMail, mail_id: str, now: datetime) -> Message:
    is_requester = mail.sender_email == ticket.requester_email.lower()
    return writing.add_customer_message(
        ticket=ticket,
        body=mail.text,
        channel=Message.Channel.EMAIL,
        author_name=ticket.requester_name if is_requester else mail.sender_label,
        quoted=mail.quoted,
        attachments=mail.attachments,
        mail_id=mail_id,
        now=now,
    )


def _note_return(mail: IncomingMail, now: datetime) -> None:
    """Mark the email that a bounce brings back, and say so on its ticket, once."""
    if mail.returned is None:
        return
    returned = OutgoingEmail.objects.filter(mail_id__in=mail.returned.mail_ids, to_email__in=mail.returned.failed)
    for email in returned.filter(returned_at__isnull=True).select_related("ticket"):
        email.returned_at = now
        email.save(update_fields=["returned_at"])
        ticket = recording.lock(email.ticket)
        recording.record(ticket, "email_returned", None, now, email=email.to_email)
        recording.save(ticket, now)
