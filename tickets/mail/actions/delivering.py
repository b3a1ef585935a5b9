"""Sends one queued email, once, and writes down how it went. Knows nothing of the queue that calls it."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.errors import MessageError

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from tickets.mail import emails, verdicts
from tickets.models import OutgoingEmail
from tickets.models.suppressions import suppression_of

logger = logging.getLogger(__name__)

_Status = OutgoingEmail.Status
# A worker has an email in hand for a minute at most (tickets.mail.smtp); after this it is taken for dead.
CLAIM_LASTS = timedelta(seconds=90)
# Answers that speak of how we sign in, not of this mail (RFC 4954 6): somebody will mend it.
_ABOUT_OUR_LOGIN = frozenset({530, 534, 535, 538})

_ABOUT_OUR_KEY = frozenset({401, 402, 403, 404, 408, 429})


class NotDeliveredError(Exception):
    """The mail didn't go out this time; trying again later may help."""


def deliver(email_id: int, *, last_attempt: bool, now: datetime | None = None) -> None:
    """Send the email unless it is already sent or gone, or its address gets no mail any more.

    A worker claims the row first and sends outside any transaction, so nobody waits for the mail server and no two
    workers send it; the claim of a worker that died lapses. Raises NotDeliveredError when a later attempt makes sense;
    with `last_attempt`, when the server refuses for good, or at an error of ours, the email counts as failed.
    """
    now = now or timezone.now()
    rows = OutgoingEmail.objects.filter(pk=email_id)
    free = Q(status=_Status.QUEUED) | Q(status=_Status.SENDING, claimed_at__lt=now - CLAIM_LASTS)
    if _is_held_back(email_id, rows.filter(free)):
        return
    if not rows.filter(free).update(status=_Status.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        if rows.filter(status=_Status.SENDING).exists():
            raise NotDeliveredError("Another worker has it in hand.")
        return
    error = _send(rows.select_related("ticket", "message").get())
    if error is None:
        # Whoever else has claimed it since: it is out.
        rows.update(status=_Status.SENT, claimed_at=None, sent_at=timezone.now(), last_error="")
        return
    is_over = last_attempt or _is_final(error)
    words = f"{type(error).__name__}: {error}".replace("\x00", "")[:2000]
    ended = {"claimed_at": None, "last_error": words}
    mine = rows.filter(status=_Status.SENDING, claimed_at=now)
    if not is_over:
        mine.update(status=_Status.QUEUED, **ended)
        raise NotDeliveredError(str(error)) from error
    with transaction.atomic():
        if mine.update(status=_Status.FAILED, **ended):
            _have_it_told(email_id, gone=_says_that_nobody_is_there(error))


def _is_held_back(email_id: int, rows: QuerySet[OutgoingEmail]) -> bool:
    """Whether the one email isn't sent because its address gets none; then that is written down, and told."""
    address = rows.values_list("to_email", flat=True).first()
    mark = suppression_of(address) if address else None
    if mark is None:
        return False
    with transaction.atomic():
        if rows.update(status=_Status.SUPPRESSED, claimed_at=None, last_error=mark.words[:2000]):
            _have_it_told(email_id, gone="")
    return True


def _have_it_told(email_id: int, *, gone: str) -> None:
    # By its name: what tells the staff builds on what queues mail.
    app.configure_task("tickets.tell_of_unsent_email", queue="mail").defer(email_id=email_id, gone=gone)


def _send(email: OutgoingEmail) -> Exception | None:
    try:
        emails.as_mail(email).send(using="default")
    except (OSError, ValueError, MessageError) as error:  # SMTPException is an OSError
        logger.warning("Email %s not delivered (attempt %s): %s", email.pk, email.attempts, error)
        return error
    except Exception as error:
        logger.exception("Email %s can't be sent", email.pk)
        return error
    return None


def _is_final(error: Exception) -> bool:
    """Whether no later attempt will do better: the server refuses this mail or recipient, or the error is ours.

    What speaks of our side (login, certificate, the sender's address, a silent server) is tried again.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(_refuses(code) for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return _refuses(error.smtp_code)
    # A provider's answer about this mail; about our key, or that it was too much at once, it is ours to mend.
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and 400 <= status < 500:
        return status not in _ABOUT_OUR_KEY
    # A certificate that can't be trusted is an OSError and a ValueError.
    return not isinstance(error, OSError)


def _refuses(code: int) -> bool:
    return code >= 500 and code not in _ABOUT_OUR_LOGIN


def _says_that_nobody_is_there(error: Exception) -> str:
    """The server's words where they say that there is no such mailbox, else ""."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused) or not _is_final(error):
        return ""
    said = [text.decode(errors="replace") for _code, text in error.recipients.values()]
    return " ".join(said)[:500] if said and all(verdicts.is_gone(text) for text in said) else ""
