"""What is done on an account for somebody who can't log in: closed until their proof is enough, and on the record."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tickets import guards, workflow
from tickets.actions import recording
from tickets.events import Kind
from tickets.guards import Guarded
from tickets.models import Ticket
from tickets.refusals import TicketRefusedError


@transaction.atomic
def note_guarded(*, ticket: Ticket, author: User, deed: Guarded) -> Ticket:
    """Write down that this was done on the account. Raises TicketRefusedError while the proof isn't enough for it."""
    now = timezone.now()
    row = recording.lock(ticket)
    if row.is_closed:
        raise TicketRefusedError(workflow.Refusal.CLOSED)
    missing = guards.lack(row.proof_standing())
    if missing is not None:
        raise TicketRefusedError(missing)
    recording.record(row, Kind.GUARDED, author, now, deed=str(deed))
    recording.save(row, now)
    return row
