"""Sends one queued email, once, and writes down how it went. Knows nothing of the queue that calls it."""

import logging
import smtplib
from email.errors import MessageError

from django.db import transaction
from django.utils import timezone

from tickets.mail import emails
from tickets.models import OutgoingEmail

logger = logging.getLogger(__name__)

# How Python refuses an address that isn't one.
_UNSENDABLE = (ValueError, MessageError)


class NotDeliveredError(Exception):
    """The mail didn't go out this time; trying again later may help."""


def deliver(email_id: int, *, last_attempt: bool) -> None:
    """Send the email unless it is already sent or gone.

    The row stays locked while the mail server answers, so two workers can't both send it. Raises NotDeliveredError
    when a later attempt makes sense; with `last_attempt`, or when the server refuses for good, it counts as failed.
    """
    failure = _attempt(email_id, last_attempt=last_attempt)
    if failure is not None:
        raise NotDeliveredError(str(failure)) from failure


@transaction.atomic
def _attempt(email_id: int, *, last_attempt: bool) -> Exception | None:
    rows = OutgoingEmail.objects.select_for_update(of=("self",)).select_related("ticket")
    email = rows.filter(pk=email_id, status=OutgoingEmail.Status.QUEUED).first()
    if email is None:
        return None
    email.attempts += 1
    try:
        emails.as_mail(email).send(using="default")
    except (OSError, *_UNSENDABLE) as error:  # SMTPException is an OSError.
        given_up = last_attempt or _is_final(error)
        email.last_error = f"{type(error).__name__}: {error}"[:2000]
        email.status = OutgoingEmail.Status.FAILED if given_up else OutgoingEmail.Status.QUEUED
        email.save()
        logger.warning("Email %s not delivered (attempt %s): %s", email_id, email.attempts, error)
        return None if given_up else error
    email.status, email.sent_at, email.last_error = OutgoingEmail.Status.SENT, timezone.now(), ""
    email.save()
    return None


def _is_final(error: Exception) -> bool:
    """Whether the server's answer or our own address says that no later attempt will do better (RFC 5321: 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, _UNSENDABLE)
