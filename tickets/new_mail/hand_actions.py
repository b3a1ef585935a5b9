"""What staff decide about a mail that the rules left to them: a ticket of it, or that they know who wrote it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets.actions import mail as by_hand
from tickets.actions import recording
from tickets.events import Kind
from tickets.mail import authentication
from tickets.models import IncomingEmail, Message, SenderAlias, Ticket
from tickets.new_mail import actions, senders
from tickets.refusals import TicketRefusedError


@transaction.atomic
def open_by_hand(*, incoming: IncomingEmail, author: User, now: datetime) -> Ticket:
    """Open a ticket of a mail, whatever its sender may; raises TicketRefusedError when it is on one already.

    Only an address that its domain vouches for makes it the customer's whom we know; else nobody is known by it.
    """
    row = by_hand.lock_unjoined(incoming)
    if not row.sender_email:
        raise TicketRefusedError("no_sender")
    alias = actions.alias_for(row.recipients)
    if alias is not None and alias.report_kind is not None:
        actions.report_from(row=row, alias=alias, now=now)
        row.save()
        assert row.ticket is not None  # noqa: S101 - it was just opened
        return row.ticket
    is_proved = authentication.read(row.authentication).get("dmarc") == "pass"
    topic = alias.topic if alias else None
    sender = senders.find(row.sender_email, topic, now=now) if is_proved else None
    ticket = actions.open_from(row=row, alias=alias, sender=sender, author=author, now=now)
    recording.record(ticket, Kind.EMAIL_JOINED, author, now, sender=row.sender_email)
    row.outcome, row.reason = IncomingEmail.Outcome.JOINED, IncomingEmail.Reason.OPENED_BY_HAND
    row.ticket, row.message = ticket, ticket.messages.get()
    row.save()
    return ticket


@transaction.atomic
def same_person(*, incoming: IncomingEmail, person: str, author: User, now: datetime) -> Message:
    """Say that the sender is this person on the mail's ticket: it joins, and so does what they write from now on.

    Raises TicketRefusedError for a mail without a ticket or sender, and for somebody who isn't on it.
    """
    row = by_hand.lock_unjoined(incoming)
    if row.ticket is None or not row.sender_email or not row.ticket.may_write(person):
        raise TicketRefusedError("not_on_ticket")
    address, known = row.sender_email.lower(), person.strip().lower()
    if address != known and known not in SenderAlias.objects.people_of(address):
        SenderAlias.objects.create(address=address, person=known, confirmed_by=author, confirmed_at=now)
    return by_hand.join_email(incoming=row, ticket=row.ticket, author=author)
