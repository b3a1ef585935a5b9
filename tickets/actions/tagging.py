"""Puts tags on tickets, and takes them off."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tickets.actions import causing, recording
from tickets.automations.rules import Trigger
from tickets.events import Kind
from tickets.models import Tag, Ticket, TicketTag
from tickets.refusals import TicketRefusedError
from tickets.tags import MOST_OF_A_TICKET, tag_name

ADD_TAG = "tickets.add_tag"


@transaction.atomic
def tag(*, ticket: Ticket, author: User | None, name: str) -> TicketTag | None:
    """Put a tag on the ticket; None when it was there. One that nobody used yet is made, by who may make one, and by an
    automation.

    Raises TicketRefusedError where nothing is left of the name, for an unknown tag, and for one too many.
    """
    now = timezone.now()
    row = recording.lock(ticket)
    spelled = tag_name(name)
    if not spelled:
        raise TicketRefusedError("no_tag")
    known = Tag.objects.filter(name=spelled).first()
    if known is None:
        if author is not None and not author.has_perm(ADD_TAG):
            raise TicketRefusedError("unknown_tag")
        known = Tag.objects.get_or_create(name=spelled)[0]
    has = TicketTag.objects.filter(ticket=row)
    if has.filter(tag=known).exists():
        return None
    if has.count() >= MOST_OF_A_TICKET:
        raise TicketRefusedError("too_many_tags")
    made = TicketTag.objects.create(ticket=row, tag=known)
    recording.record(row, Kind.TAGGED, author, now, tag=known.name)
    recording.save(row, now)
    causing.cause(row, Trigger.TAGGED, known.name)
    return made


@transaction.atomic
def untag(*, ticket: Ticket, author: User | None, name: str) -> None:
    """Take a tag off the ticket; without it nothing changes."""
    now = timezone.now()
    row = recording.lock(ticket)
    found = TicketTag.objects.filter(ticket=row, tag__name=name).first()
    if found is None:
        return
    found.delete()
    recording.record(row, Kind.UNTAGGED, author, now, tag=name)
    recording.save(row, now)
