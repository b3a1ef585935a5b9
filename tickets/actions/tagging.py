"""Puts tags on tickets, and takes them off."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tickets.actions import causing, recording
from tickets.actions.together import gathering
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
    row = recording.lock(ticket)
    return put_on(ticket=row, author=author, tag=known_or_made(author=author, name=name), now=timezone.now())


def known_or_made(*, author: User | None, name: str) -> Tag:
    """The tag that is called so, as `tag` has it; raises TicketRefusedError."""
    spelled = tag_name(name)
    if not spelled:
        raise TicketRefusedError("no_tag")
    known = Tag.objects.filter(name=spelled).first()
    if known is None:
        if author is not None and not author.has_perm(ADD_TAG):
            raise TicketRefusedError("unknown_tag")
        known = Tag.objects.get_or_create(name=spelled)[0]
    return known


@transaction.atomic
def put_on(*, ticket: Ticket, author: User | None, tag: Tag, now: datetime) -> TicketTag | None:
    """Put this tag on the ticket; None when it was there. Raises TicketRefusedError for one too many."""
    row = recording.lock(ticket)
    has = _tags_on(row)
    if tag.pk in has:
        return None
    if len(has) >= MOST_OF_A_TICKET:
        raise TicketRefusedError("too_many_tags")
    made = TicketTag(ticket=row, tag=tag)
    if gathering(row.pk):
        has[tag.pk] = made
    else:
        made.save(force_insert=True)
    recording.record(row, Kind.TAGGED, author, now, tag=tag.name)
    recording.save(row, now)
    causing.cause(row, Trigger.TAGGED, tag.name)
    return made


@transaction.atomic
def untag(*, ticket: Ticket, author: User | None, name: str) -> None:
    """Take a tag off the ticket; without it nothing changes."""
    now = timezone.now()
    row = recording.lock(ticket)
    has = _tags_on(row)
    found = next((each for each in has.values() if each.tag.name == name), None)
    if found is None:
        return
    if gathering(row.pk):
        del has[found.tag_id]
    else:
        found.delete()
    recording.record(row, Kind.UNTAGGED, author, now, tag=name)
    recording.save(row, now)


def _tags_on(row: Ticket) -> dict[int, TicketTag]:
    """The locked ticket's tags by their keys; what is gathered is changed there."""
    if gathered := gathering(row.pk):
        return gathered.tags_on(row.pk)
    return {each.tag_id: each for each in TicketTag.objects.filter(ticket=row).select_related("tag")}
