"""Tickets put off, who reads along, and what is made of two or of a part of one: by the actions of the desk."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query
from ninja.responses import Status as Answer

from api.problems import wrong_field
from api.schemas.tickets import NewMerge, NewParticipant, NewSnooze, NewSplit, TakenOff, TicketOut
from api.views.tickets import as_it_stands, as_it_was_made, router, ticket_of
from api.views.writing import WRITES
from api.writing import caller_of, done
from tickets import actions
from tickets.merging import actions as merging
from tickets.models import Ticket
from tickets.people import actions as people
from tickets.references import PATTERN
from tickets.splitting import actions as splitting


@router.put(
    "/tickets/{reference}/snooze", response=TicketOut, auth=WRITES, operation_id="snooze", summary="Put a ticket off"
)
def snooze(request: HttpRequest, reference: str, body: NewSnooze) -> TicketOut:
    """Until a time, or until somebody answers. Another time takes the place of the one before."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        actions.snooze(ticket=row, author=caller, until=body.until, now=timezone.now())
        return row.pk

    return as_it_stands(done(request, act).key)


@router.delete(
    "/tickets/{reference}/snooze", response=TicketOut, auth=WRITES, operation_id="wake", summary="Bring a ticket back"
)
def wake(request: HttpRequest, reference: str) -> TicketOut:
    """One that isn't put off stays as it is."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        actions.wake(ticket=row, author=caller, now=timezone.now())
        return row.pk

    return as_it_stands(done(request, act).key)


@router.post(
    "/tickets/{reference}/participants",
    response=TicketOut,
    auth=WRITES,
    operation_id="add_participant",
    summary="Let somebody read along",
)
def add_participant(request: HttpRequest, reference: str, body: NewParticipant) -> TicketOut:
    """The whole thread, and they may write. Who is on it already changes nothing."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        said = {"name": body.name, "email": body.email, "reason": body.reason}
        people.add(ticket=row, author=caller, now=timezone.now(), **said)
        return row.pk

    return as_it_stands(done(request, act).key)


@router.delete(
    "/tickets/{reference}/participants/{number}",
    response=TicketOut,
    auth=WRITES,
    operation_id="take_participant_off",
    summary="Take somebody off a ticket",
)
def take_participant_off(request: HttpRequest, reference: str, number: int, asked: Query[TakenOff]) -> TicketOut:
    """No mail goes to them any more, and their links open nothing. Who isn't on it changes nothing."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        people.take_off(ticket=row, author=caller, participant=number, reason=asked.reason, now=timezone.now())
        return row.pk

    return as_it_stands(done(request, act).key)


@router.post(
    "/tickets/{reference}/merge",
    response=TicketOut,
    auth=WRITES,
    operation_id="merge",
    summary="Merge a ticket into another",
)
def merge(request: HttpRequest, reference: str, body: NewMerge) -> TicketOut:
    """What was said on it goes to the other, which is the answer; it is closed. Staff can undo that within a day."""
    row, caller = ticket_of(request, reference), caller_of(request)
    seen = Ticket.objects.visible_to(caller)
    target = seen.filter(reference=body.into).first() if PATTERN.fullmatch(body.into) else None
    if target is None:
        raise wrong_field("into", gettext("There is no such ticket."))

    def act() -> int:
        said = {"confirmed": body.confirmed, "tell": body.tell}
        made = merging.merge(source=row, target=target, author=caller, now=timezone.now(), **said)
        return made.target_id

    return as_it_was_made(done(request, act), caller)


@router.post(
    "/tickets/{reference}/messages/{number}/split",
    response={201: TicketOut},
    auth=WRITES,
    operation_id="split",
    summary="Make a ticket of a message",
)
def split(request: HttpRequest, reference: str, number: int, body: NewSplit) -> Answer[TicketOut]:
    """A copy of what the customer wrote there opens a ticket of its own, which is the answer."""
    row, caller = ticket_of(request, reference), caller_of(request)
    message = get_object_or_404(row.messages.select_related("ticket"), pk=number)

    def act() -> int:
        now = timezone.now()
        made = splitting.split(message=message, author=caller, subject=body.subject, tell=body.tell, now=now)
        return made.ticket.pk

    return Answer(201, as_it_was_made(done(request, act), caller))
