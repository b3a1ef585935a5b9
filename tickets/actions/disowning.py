"""Whoever reads mail at an account's address is told of a case about it, and may stop it; staff may undo the stop."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets import workflow
from tickets.actions import recording
from tickets.events import Kind
from tickets.mail import emails
from tickets.models import Message, Ticket
from tickets.refusals import TicketRefusedError
from web.actions import take
from web.limits import TooOftenError, claims
from web.secrets import mask

# The field in which who can't log in names the account.
_ACCOUNT = "account_email"


def tell_owner(ticket: Ticket, message: Message, now: datetime) -> None:
    """Queue the notice to the account's address, where that isn't the requester's own; the caller's transaction.

    It goes out the same whether we know such an account or not. Past its limit there is none, and the ticket opens.
    """
    address = next((line.value.strip() for line in ticket.proof_lines() if line.key == _ACCOUNT), "")
    if not address or address.lower() == ticket.requester_email.lower():
        return
    try:
        take(claims("notice", address=address.lower()), now=now)
    except TooOftenError:
        return
    recording.queue([emails.notice(ticket, message, address)])


@transaction.atomic
def disown(*, ticket: Ticket, now: datetime) -> Ticket:
    """Stop the case and what follows from it: nothing is done on the account any more. Twice is as good as once.

    An unfinished one waits on hold for staff to look at.
    """
    row = recording.lock(ticket)
    if row.disowned_at is None:
        row.disowned_at = now
        recording.record(row, Kind.DISOWNED, None, now)
        if row.status not in workflow.FINISHED:
            recording.move(row, workflow.Event.HOLD, None, now)
        recording.save(row, now)
    # What follows may have been let go on since.
    for later in row.follow_ups.all():
        disown(ticket=later, now=now)
    return row


@transaction.atomic
def undo_stop(*, ticket: Ticket, author: User, reason: str, now: datetime) -> Ticket:
    """Let the case go on, and what follows from it, as staff know better; the reason goes on the record.

    It stays where it stands, and the proof is asked for as before. The link of the notice stops it again.
    Raises TicketRefusedError without a reason, for a case that isn't stopped, and for a closed one.
    """
    row = recording.lock(ticket)
    if row.is_closed:
        raise TicketRefusedError(workflow.Refusal.CLOSED)
    if row.disowned_at is None:
        raise TicketRefusedError("not_stopped")
    if not reason.strip():
        raise TicketRefusedError("no_reason")
    _undo(row, author, mask(" ".join(reason.split())).text, now)
    return row


def _undo(row: Ticket, author: User, reason: str, now: datetime) -> None:
    row.disowned_at = None
    recording.record(row, Kind.STOP_UNDONE, author, now, reason=reason)
    recording.save(row, now)
    for later in row.follow_ups.filter(disowned_at__isnull=False):
        _undo(recording.lock(later), author, reason, now)
