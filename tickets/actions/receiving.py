"""Reads stored mail: joins it to its ticket when signature and sender prove it, and writes down what became of it."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from procrastinate.exceptions import ConnectorException

from tickets.actions import placing, suppressing, writing
from tickets.actions.placing import Place
from tickets.files import scanner
from tickets.mail import authentication, checking, doors, loops, originals, parsing, quoting, remarks, verdicts
from tickets.mail.parsing import IncomingMail
from tickets.models import IncomingEmail, Message, OriginalMail
from tickets.new_mail import actions as new_mail
from tickets.new_mail.rounds import is_a_round_of_machines
from web.secrets import mask

logger = logging.getLogger(__name__)

_Outcome, _Reason = IncomingEmail.Outcome, IncomingEmail.Reason
# A reading that begins once more was cut off each time before, perhaps by what the mail does to the worker.
_MOST_ATTEMPTS = 5
# Of the database, and of the queue in it, which has its own.
_DATABASE_AWAY = (OperationalError, InterfaceError, ConnectorException)


class CutOffError(Exception):
    """The reading of a mail ended with the worker, again and again."""


@dataclass(frozen=True, slots=True)
class _Decision:
    outcome: IncomingEmail.Outcome
    reason: IncomingEmail.Reason


def read_email(*, incoming_id: int, last_attempt: bool = False, now: datetime | None = None) -> None:
    """Read a mail that is only stored so far, once; what the reader raises leaves it unreadable, with the reason.

    Raises OperationalError, InterfaceError or ConnectorException for a database that is away or full, and
    ScannerAwayError for a virus scanner, unless it is the last attempt.
    """
    unread = IncomingEmail.objects.filter(pk=incoming_id, outcome=_Outcome.RECEIVED)
    if not unread.update(attempts=F("attempts") + 1):
        return
    try:
        if unread.filter(attempts__gt=_MOST_ATTEMPTS).exists():
            raise CutOffError(f"the reading was cut off {_MOST_ATTEMPTS} times")
        _read(incoming_id, now or timezone.now())
    except scanner.ScannerAwayError as error:
        if not last_attempt:
            # Nothing was cut off.
            unread.update(attempts=F("attempts") - 1)
            raise
        _give_up(unread, error)
    except Exception as error:
        if isinstance(error, _DATABASE_AWAY) and not last_attempt:
            raise
        _give_up(unread, error)


def _give_up(unread: QuerySet[IncomingEmail], error: Exception) -> None:
    """Leave the mail unreadable, with the reason; somebody may have it read again."""
    logger.error("A mail can't be read: %s", unread.values_list("pk", flat=True).first(), exc_info=error)
    failure = mask(f"{type(error).__name__}: {error}".replace("\x00", "")).text[:2000]
    unread.update(outcome=_Outcome.UNREADABLE, reason=_Reason.UNREADABLE, failure=failure)


def _read(incoming_id: int, now: datetime) -> None:
    raw = OriginalMail.objects.get(pk=incoming_id).raw
    # Outside the transaction: nothing is locked while a large mail is read.
    threat = scanner.threat_in(raw)
    envelope = doors.read(IncomingEmail.objects.values_list("envelope", flat=True).get(pk=incoming_id))
    mail = parsing.parse(raw).enveloped(envelope)
    kept = originals.without_secrets(raw)
    found = checking.results(raw, mail, envelope)
    with transaction.atomic():
        rows = IncomingEmail.objects.select_for_update(of=("self",))
        row = rows.filter(pk=incoming_id, outcome=_Outcome.RECEIVED).first()
        if row is None:
            return
        if kept is not raw:
            OriginalMail.objects.filter(pk=incoming_id).update(content=kept, is_packed=False)
        _describe(row, mail, found)
        row.threat = threat
        _one_at_a_time(row.mail_id)
        place = placing.find(mail, raw)
        row.text = mask(_text(mail, place)).text
        decision = _judge(row, mail, place, now)
        row.outcome, row.reason, row.ticket = decision.outcome, decision.reason, place.ticket
        if row.outcome == _Outcome.JOINED:
            row.message = _join(row, mail, place, now)
            row.ticket = row.message.ticket
        elif row.reason in {_Reason.BOUNCE, _Reason.COMPLAINT}:
            _note_report(mail, now)
        elif row.reason == _Reason.AUTO_REPLY and place.is_proved and mail.is_absence:
            _note_absence(row, mail, place, now)
        elif row.reason == _Reason.NO_TICKET and row.outcome == _Outcome.QUARANTINED:
            new_mail.take_up(row=row, mail=mail, now=now)
        row.save()


def _describe(row: IncomingEmail, mail: IncomingMail, found: dict[str, str]) -> None:
    """Write down what the mail says, so that nobody has to read it again to show it."""
    row.mail_id = mail.mail_id or f"<{row.digest}@missing.invalid>"
    row.fingerprint = mail.fingerprint(row.mail_id)
    row.sender_name, row.sender_email = mail.sender_name, mail.sender_email
    row.recipients = ", ".join(list(dict.fromkeys(mail.recipients))[:40])
    row.subject, row.quoted = mask(mail.subject).text, mask(mail.quoted).text
    row.attachments = mail.attachments
    row.authentication = " ".join(f"{method}={result}" for method, result in found.items())[:200]
    row.failure = ""


def _text(mail: IncomingMail, place: Place) -> str:
    """What the mail says, with what there is to tell of it; the subject where somebody wrote into that alone."""
    text = remarks.with_remarks(mail.text, mail.remarks)
    return text or (mail.subject if not mail.attachments and _has_own_subject(mail, place) else "")


def _has_own_subject(mail: IncomingMail, place: Place) -> bool:
    """Whether the subject is the sender's own words: that of an answer is ours."""
    if not place.is_proved or place.ticket is None or quoting.without_prefixes(mail.subject) != mail.subject:
        return False
    ours = {*place.ticket.emails.values_list("subject", flat=True), place.ticket.subject}
    return not any(words and mail.subject.endswith(words.removeprefix("Re: ")) for words in ours)


def _one_at_a_time(mail_id: str) -> None:
    """Let nobody else place this mail until the transaction ends: mail servers deliver the same one twice at once."""
    key = int.from_bytes(hashlib.sha256(mail_id.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _judge(row: IncomingEmail, mail: IncomingMail, place: Place, now: datetime) -> _Decision:
    decision = _judge_alone(row, mail, place, now)
    earlier = IncomingEmail.objects.filter(fingerprint=row.fingerprint, counts=True).first()
    if earlier is not None and (decision.outcome != _Outcome.JOINED or earlier.outcome == _Outcome.JOINED):
        return _Decision(_Outcome.IGNORED, _Reason.DUPLICATE)
    if earlier is not None:  # the copy that joins is the one that counts
        IncomingEmail.objects.filter(pk=earlier.pk).update(counts=False)
    row.counts = True
    return decision


def _judge_alone(row: IncomingEmail, mail: IncomingMail, place: Place, now: datetime) -> _Decision:
    """What becomes of the mail, had it come once."""
    loop = loops.detect(
        mail.headers,
        sender=mail.sender_email,
        support_address=settings.SUPPORT_ADDRESS,
        is_proved=place.is_proved,
        about=mail.returned.about if mail.returned else None,
    )
    if loop is not None:
        return _Decision(_Outcome.IGNORED, _Reason(str(loop)))
    if row.threat:
        return _Decision(_Outcome.QUARANTINED, _Reason.INFECTED)
    if new_mail.is_ours(mail.sender_email):
        return _Decision(_Outcome.IGNORED, _Reason.OWN_MAIL)
    if not mail.headers:
        return _Decision(_Outcome.QUARANTINED, _Reason.UNREADABLE)
    if not place.is_proved:
        return _Decision(_Outcome.QUARANTINED, place.reason)
    if (fault := authentication.fault(authentication.read(row.authentication))) in _FAULTS:
        return _Decision(_Outcome.QUARANTINED, _FAULTS[fault])
    if not (row.text or mail.attachments):
        return _Decision(_Outcome.QUARANTINED, _Reason.EMPTY)
    if place.ticket is not None and is_a_round_of_machines(place.ticket, now):
        return _Decision(_Outcome.QUARANTINED, _Reason.TOO_OFTEN)
    return _Decision(_Outcome.JOINED, place.reason)


_FAULTS = {"dmarc": _Reason.DMARC_FAILED, "spf": _Reason.SPF_FAILED}


def _join(row: IncomingEmail, mail: IncomingMail, place: Place, now: datetime) -> Message:
    ticket = place.ticket
    assert ticket is not None  # noqa: S101 - a proved place has one
    is_requester = place.person == ticket.requester_email.lower()
    return writing.add_customer_message(
        ticket=ticket,
        body=_text(mail, place),
        channel=Message.Channel.EMAIL,
        author_name=ticket.requester_name if is_requester else mail.sender_label,
        quoted=mail.quoted,
        attachments=mail.attachments,
        mail_id=Message.objects.free_mail_id(row.mail_id),
        sender=place.person,
        now=now,
    )


def _note_absence(row: IncomingEmail, mail: IncomingMail, place: Place, now: datetime) -> None:
    """Keep what somebody's program answered as an internal note, once for the same words: it reopens nothing."""
    ticket = place.ticket
    assert ticket is not None  # noqa: S101 - a proved place has one
    body = f"{remarks.of_absence(mail.sender_email, mail.returns_on)}\n\n{row.text}".strip()
    if not ticket.messages.filter(kind=Message.Kind.NOTE, body=body).exists():
        writing.add_note(ticket=ticket, author=None, body=body, now=now)


def _note_report(mail: IncomingMail, now: datetime) -> None:
    """Mark the email that came back, and its address, where the report is to be believed."""
    finding = verdicts.of(mail.returned) if mail.returned else None
    if finding is not None:
        suppressing.note_report(recipients=mail.recipients, finding=finding, now=now)
