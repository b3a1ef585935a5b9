"""What a case page changes: a message, a nudge, and links that open nothing any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from tickets.actions import recording
from tickets.actions.writing import add_customer_message
from tickets.case_page.people import Person, has_stopped
from tickets.case_page.standing import nudge_time, touches_of
from tickets.events import Kind
from tickets.models import Message, Ticket
from tickets.refusals import TicketRefusedError


def write(*, ticket: Ticket, person: Person, body: str, submission: UUID | None = None, now: datetime) -> Message:
    """Add what this person wrote on the page, once for a submission; the message's ticket is where it went.

    Raises TicketRefusedError.
    """
    return add_customer_message(
        ticket=ticket,
        body=body,
        channel=Message.Channel.CASE_PAGE,
        author_name="" if person.is_requester else person.label,
        submission=submission,
        now=now,
    )


@transaction.atomic
def nudge(*, ticket: Ticket, person: Person, now: datetime) -> Ticket:
    """Write down that somebody is still waiting, once a day; the queue keeps its order, and no page goes stale.

    Raises TicketRefusedError for who doesn't wait, or not that long.
    """
    row = recording.lock(ticket)
    possible = nudge_time(row, touches_of(row))
    if possible is None or now < possible:
        raise TicketRefusedError("not_waiting_long")
    recording.record(row, Kind.NUDGE, None, now, email=person.email)
    row.nudged_at = now
    row.save(update_fields=["nudged_at"])
    return row


@transaction.atomic
def stop_link(*, ticket: Ticket, person: Person, now: datetime) -> None:
    """Let this person's links open nothing any more, on the ticket and its chain; their mails carry none henceforth."""
    row = recording.lock(ticket)
    email = person.email.strip().lower()
    if not has_stopped(row, email):
        recording.record(row, Kind.CASE_LINK_STOPPED, None, now, email=email)


@transaction.atomic
def revoke_links(*, ticket: Ticket, author: User, now: datetime) -> Ticket:
    """Let no link of the ticket and its chain open anything any more; the next mail carries a new one."""
    row = recording.lock(ticket)
    Ticket.objects.going_on_from(row.root_id or row.pk).update(case_epoch=F("case_epoch") + 1)
    recording.record(row, Kind.CASE_LINKS_REVOKED, author, now)
    row.refresh_from_db(fields=["case_epoch"])
    return row
