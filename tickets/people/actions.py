"""What changes who is on a ticket. Each is on the record; what staff do with its reason, which only they read."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets import workflow
from tickets.actions import indexing, recording
from tickets.case_page.actions import move_on
from tickets.case_page.people import Person
from tickets.cases import TIME_ZONE
from tickets.events import Kind
from tickets.models import Message, Participant, Ticket
from tickets.models.merges import is_on
from tickets.new_mail.copied import copied_by_requester
from tickets.refusals import TicketRefusedError
from web.mail_languages import names


@transaction.atomic
def add(*, ticket: Ticket, author: User, name: str, email: str, reason: str, now: datetime) -> Participant | None:
    """Let somebody read the whole thread and write on it from now on; None for who is on it already.

    Raises TicketRefusedError on a closed ticket.
    """
    row = _lock_open(ticket)
    if is_on(row, email):
        return None
    recording.record(row, Kind.ADDED, author, now, email=email.strip(), reason=reason)
    return _put_on(row, name, email, now)


@transaction.atomic
def let_in(*, ticket: Ticket, person: Person, email: str, now: datetime) -> Participant | None:
    """Let somebody in whom the requester put in copy of a mail, as they want it themselves; None for who is on it.

    Raises TicketRefusedError on a closed ticket, for who isn't the requester, and about anybody else.
    """
    row = _lock_open(ticket)
    if not person.is_requester:
        raise TicketRefusedError("not_theirs")
    if is_on(row, email):
        return None
    if email.strip().lower() not in copied_by_requester(row):
        raise TicketRefusedError("not_in_copy")
    recording.record(row, Kind.LET_IN, None, now, email=email.strip(), by=person.email)
    return _put_on(row, "", email, now)


def _put_on(row: Ticket, name: str, email: str, now: datetime) -> Participant:
    person = Participant.objects.create(ticket=row, name=" ".join(name.split())[:200], email=email.strip())
    indexing.note(row, person.email)
    recording.save(row, now)
    return person


@transaction.atomic
def take_off(*, ticket: Ticket, author: User, participant: int, reason: str, now: datetime) -> None:
    """Let somebody read and write no more: no mail goes to them, and their links to the case page open nothing.

    Who isn't on it is no error. On a closed ticket, too: its page can still be read.
    """
    row = recording.lock(ticket)
    person = row.participants.filter(pk=participant).first()
    if person is None:
        return
    person.delete()
    recording.record(row, Kind.TAKEN_OFF, author, now, email=person.email, reason=reason)
    recording.save(row, now)
    indexing.index_these(keys=[row.pk])


@transaction.atomic
def change_requester(
    *, ticket: Ticket, author: User, name: str, email: str, keeps_former: bool, reason: str, now: datetime
) -> Ticket:
    """Make it another person's case, or correct the name. All links in mails so far end, where the address changes.

    With `keeps_former` whose it was reads along. Raises TicketRefusedError on a closed ticket.
    """
    row = _lock_open(ticket)
    former_name, former = row.requester_name, row.requester_email
    row.requester_name, row.requester_email = " ".join(name.split())[:200], email.strip()
    if (former_name, former) == (row.requester_name, row.requester_email):
        return row
    if former.lower() != row.requester_email.lower():
        # The former one's clock isn't the new one's.
        row.identity = {name: value for name, value in row.identity.items() if name != TIME_ZONE}
    recording.record(row, Kind.REQUESTER, author, now, former=former or "–", email=row.requester_email, reason=reason)
    recording.save(row, now)
    if former.lower() != row.requester_email.lower():
        row.participants.filter(email__iexact=row.requester_email).delete()
        if keeps_former and former:
            Participant.objects.create(ticket=row, name=former_name, email=former)
        move_on(row)
        # Who has no name is called by the requester, and these words are the former one's.
        nameless = Message.objects.filter(ticket=row, kind=Message.Kind.CUSTOMER, author_name="")
        nameless.update(author_name=former_name or former)
    indexing.index_these(keys=[row.pk])
    return row


@transaction.atomic
def correct_language(*, ticket: Ticket, author: User, locale: str, now: datetime) -> Ticket:
    """Write about the ticket and its chain in another language from now on.

    Of a closed ticket, too: what comes later begins a follow-up, and its receipt is in that language.
    Raises TicketRefusedError for a language that mail isn't written in.
    """
    if locale not in names():
        raise TicketRefusedError("unknown_language")
    row = recording.lock(ticket)
    if locale != row.locale:
        recording.record(row, Kind.LANGUAGE_CORRECTED, author, now, before=row.locale, after=locale)
        Ticket.objects.going_on_from(row.root_id or row.pk).update(locale=locale)
        row.locale = locale
        recording.save(row, now)
    return row


def _lock_open(ticket: Ticket) -> Ticket:
    row = recording.lock(ticket)
    if row.is_closed:
        raise TicketRefusedError(workflow.Refusal.CLOSED)
    return row
