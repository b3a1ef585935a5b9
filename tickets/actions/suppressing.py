"""Marks addresses that no mail reaches or that want none, tells staff of mail that reached nobody, and lifts marks."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tickets.actions import recording
from tickets.events import Kind
from tickets.mail import envelopes, threading
from tickets.mail.verdicts import Finding, Verdict
from tickets.models import OutgoingEmail, SuppressedAddress, Ticket
from tickets.notifying.actions import tell
from tickets.notifying.kinds import Kind as Told
from tickets.refusals import TicketRefusedError

# Nobody has to do anything where a question how our help was reaches nobody.
_UNTOLD = frozenset({OutgoingEmail.Kind.RATING})
# Emails that one report may be about.
_MOST = 40


def note_report(*, recipients: list[str], finding: Finding, now: datetime) -> list[OutgoingEmail]:
    """Write down what a delivery report or a complaint says of mail of ours, once; returns the emails it is about.

    It is believed where it came to the envelope sender that we signed for the mail, or has the Message-ID that we
    signed for this person, which nobody guesses, and names their address.
    """
    found = {row.pk: row for row in [*_by_envelope(recipients), *_by_message_id(finding)]}
    for email in found.values():
        _came_back(email, finding, now)
    return list(found.values())


@transaction.atomic
def note_event(*, mail_id: str, address: str, finding: Finding, now: datetime) -> bool:
    """Write down what a mail provider reports of a mail of ours; whether there is such a mail to this address."""
    email = OutgoingEmail.objects.filter(mail_id=mail_id, to_email__iexact=address).select_related("ticket").first()
    if email is None:
        return False
    _came_back(email, finding, now)
    return True


@transaction.atomic
def tell_of_unsent(*, email_id: int, gone: str, now: datetime) -> None:
    """Say on the ticket, and to whose it is, that an email of it won't be sent; `gone`: as nobody is there."""
    email = OutgoingEmail.objects.filter(pk=email_id, status__in=OutgoingEmail.DEAD).select_related("ticket").first()
    if email is None:
        return
    ticket = recording.lock(email.ticket)
    recording.record(ticket, Kind.EMAIL_UNSENT, None, now, email=email.to_email)
    if gone:
        _suppress(ticket, email, Verdict.HARD_BOUNCE, gone, now)
    recording.save(ticket, now)
    _tell(ticket, email, now)


@transaction.atomic
def lift(*, mark: SuppressedAddress, author: User, ticket: Ticket | None, now: datetime) -> SuppressedAddress:
    """Let mail go to the address again; said on the `ticket` from whose page it was done, or whose mail it was.

    Raises TicketRefusedError when somebody lifted it before. What was held back is sent by hand.
    """
    row = SuppressedAddress.objects.select_for_update(of=("self",)).get(pk=mark.pk)
    if row.lifted_at is not None:
        raise TicketRefusedError("mail_allowed_already")
    row.lifted_at, row.lifted_by = now, author
    row.save(update_fields=["lifted_at", "lifted_by"])
    about = ticket or (row.email.ticket if row.email else None)
    if about is not None:
        locked = recording.lock(about)
        recording.record(locked, Kind.MAIL_ALLOWED, author, now, email=row.address)
        recording.save(locked, now)
    return row


def _by_envelope(recipients: list[str]) -> list[OutgoingEmail]:
    named = envelopes.named(recipients, bounce_address=settings.BOUNCE_ADDRESS)
    if named is None:
        return []
    number, signature = named
    email = OutgoingEmail.objects.filter(pk=number).select_related("ticket").first()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [email] if email and envelopes.is_signed(number, email.to_email, signature, keys=keys) else []


def _by_message_id(finding: Finding) -> list[OutgoingEmail]:
    rows = OutgoingEmail.objects.filter(mail_id__in=finding.mail_ids[:_MOST]).select_related("ticket")
    # A complaint may leave the address out, for the sake of who complains.
    named = [row for row in rows if row.to_email.lower() in finding.addresses or not finding.addresses]
    return [row for row in named if threading.is_our_message_id(row.mail_id, row.to_email, key=settings.SECRET_KEY)]


@transaction.atomic
def _came_back(email: OutgoingEmail, finding: Finding, now: datetime) -> None:
    ticket = recording.lock(email.ticket)
    # A complaint is about a mail that arrived.
    is_bounce = finding.verdict != Verdict.COMPLAINT
    fresh = is_bounce and OutgoingEmail.objects.filter(pk=email.pk, returned_at=None).update(returned_at=now) > 0
    if fresh:
        recording.record(ticket, Kind.EMAIL_RETURNED, None, now, email=email.to_email)
    marked = finding.verdict is not None and _suppress(ticket, email, finding.verdict, finding.words, now)
    if fresh or marked:
        recording.save(ticket, now)
        _tell(ticket, email, now)


def _suppress(ticket: Ticket, email: OutgoingEmail, verdict: Verdict, words: str, now: datetime) -> bool:
    """Mark the address, in the caller's transaction; whether it is news.

    A report of a mail that went out before somebody lifted the mark is what they knew.
    """
    address = email.to_email.strip().lower()
    if SuppressedAddress.objects.of([address]).filter(lifted_at__gte=email.sent_at or now).exists():
        return False
    known = {"kind": verdict.value, "words": words, "email": email, "created_at": now}
    _row, made = SuppressedAddress.objects.get_or_create(address=address, lifted_at=None, defaults=known)
    if made:
        recording.record(ticket, Kind.MAIL_STOPPED, None, now, email=address, reason=verdict.value)
    return made


def _tell(ticket: Ticket, email: OutgoingEmail, now: datetime) -> None:
    """Whose ticket it is hears of it, or else who wrote."""
    person = ticket.assignee or email.message.author
    if person is not None and email.kind not in _UNTOLD:
        tell(kind=Told.MAIL_FAILED, person=person, ticket=ticket, by=None, now=now)


def put_aside(*, numbers: list[int], now: datetime | None = None) -> int:
    """Take those of these emails that won't be sent off the list of what needs a look; how many they are."""
    return OutgoingEmail.objects.dead().filter(pk__in=numbers).update(put_aside_at=now or timezone.now())
