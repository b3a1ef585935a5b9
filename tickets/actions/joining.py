"""Puts somebody on a ticket beside the requester."""

from datetime import datetime

from django.db import transaction

from tickets.actions import recording
from tickets.events import Kind
from tickets.models import Participant, Ticket


@transaction.atomic
def join(*, ticket: Ticket, name: str, email: str, now: datetime) -> Ticket:
    """From now on this person gets every answer, and may write. Who is on it already stays as they are."""
    row = recording.lock(ticket)
    if not row.may_write(email):
        Participant.objects.create(ticket=row, name=" ".join(name.split())[:200], email=email)
        recording.record(row, Kind.PARTICIPANT, None, now, email=email)
    return row
