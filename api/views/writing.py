"""Writing: each operation is one call to the actions of the desk, so that what follows is the same."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja.responses import Status as Answer

from accounts.models import Customer
from api import file_actions, problems, showing
from api.authentication import TokenAuth
from api.models import Caller
from api.problems import ProblemError, wrong_field
from api.schemas.tickets import Changes, MessageOut, MovedTo, NewNote, NewReply, NewTag, NewTicket, TicketOut
from api.scopes import Scope
from api.views.tickets import as_it_stands, as_it_was_made, router, ticket_of
from api.writing import caller_of, done
from tickets import actions
from tickets.actions.on_behalf import Who, open_on_behalf
from tickets.actions.recording import lock
from tickets.files.kinds import FileRefusedError, Refusal
from tickets.files.refusals import words_of
from tickets.forms import staff
from tickets.macros.filling import filled
from tickets.models import Macro, Message, Topic
from tickets.models.teams import teams_for
from tickets.replies import actions as replies
from tickets.workflow import Event

WRITES = TokenAuth(Scope.TICKETS_WRITE, "tickets.change_ticket")
_MOVES = {
    MovedTo.OPEN: Event.REOPEN,
    MovedTo.PENDING: Event.WAIT_FOR_CUSTOMER,
    MovedTo.ON_HOLD: Event.HOLD,
    MovedTo.SOLVED: Event.SOLVE,
    MovedTo.CLOSED: Event.CLOSE,
}


@router.post(
    "/tickets", response={201: TicketOut}, auth=WRITES, operation_id="open_ticket", summary="Open a ticket for somebody"
)
def open_ticket(request: HttpRequest, body: NewTicket) -> Answer[TicketOut]:
    """In the name of a person, who gets the receipt. Their rules count: who can't write to people is refused."""
    caller = caller_of(request)

    def act() -> int:
        made = open_on_behalf(
            author=caller,
            who=_who(caller, body),
            topic=_topic(body.topic),
            subject=body.subject or "",
            body=body.body,
            priority=body.priority.value_of_row if body.priority else None,
            files_of=_waiting(caller, body.files),
            now=timezone.now(),
        )
        return made.pk

    return Answer(201, as_it_was_made(done(request, act), caller))


@router.post(
    "/tickets/{reference}/replies", response={201: MessageOut}, auth=WRITES, operation_id="reply", summary="Reply"
)
def reply(request: HttpRequest, reference: str, body: NewReply) -> Answer[MessageOut]:
    """To everybody on the ticket, by mail. An unassigned ticket becomes the token's owner's."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        macros = _macros(caller, body.macros)
        sent = replies.send_reply(
            ticket=row,
            author=caller,
            body=body.body if body.body is not None else filled(macros[0], row, caller).body,
            solve=body.solve,
            expected_version=body.version if body.version is not None else lock(row).version,
            macros=macros,
            files_of=_waiting(caller, body.files),
            now=timezone.now(),
        )
        return sent.pk

    return Answer(201, _message(done(request, act).key))


@router.post(
    "/tickets/{reference}/notes", response={201: MessageOut}, auth=WRITES, operation_id="add_note", summary="Add a note"
)
def add_note(request: HttpRequest, reference: str, body: NewNote) -> Answer[MessageOut]:
    """For staff alone."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        written = replies.write_note(
            ticket=row,
            author=caller,
            body=body.body,
            expected_version=body.version,
            macros=_macros(caller, body.macros),
            files_of=_waiting(caller, body.files),
            now=timezone.now(),
        )
        return written.pk

    return Answer(201, _message(done(request, act).key))


@router.patch(
    "/tickets/{reference}", response=TicketOut, auth=WRITES, operation_id="change_ticket", summary="Change a ticket"
)
def change_ticket(request: HttpRequest, reference: str, body: Changes) -> TicketOut:
    """Status, assignee, team and priority. The answer is the ticket as it stands then, even out of sight."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        lock(row, body.version)
        given = body.model_fields_set
        if "team" in given:
            team = teams_for(row).filter(pk=body.team).first() if body.team is not None else None
            if team is None and body.team is not None:
                raise wrong_field("team", gettext("There is no such team for this ticket."))
            actions.set_team(ticket=row, author=caller, team=team)
        if "assignee" in given:
            person = staff(row).filter(pk=body.assignee).first() if body.assignee is not None else None
            if person is None and body.assignee is not None:
                raise wrong_field("assignee", gettext("Nobody by this number can have this ticket."))
            actions.assign(ticket=row, author=caller, assignee=person)
        if body.priority is not None:
            actions.set_priority(ticket=row, author=caller, priority=body.priority.value_of_row)
        if body.status is not None and body.status != lock(row).status:
            actions.change_status(ticket=row, author=caller, event=_MOVES[body.status])
        return row.pk

    return as_it_stands(done(request, act).key)


@router.post("/tickets/{reference}/tags", response=TicketOut, auth=WRITES, operation_id="tag", summary="Put a tag on")
def tag(request: HttpRequest, reference: str, body: NewTag) -> TicketOut:
    """A tag that is there already changes nothing. A new one is made by who may make tags."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        actions.tag(ticket=row, author=caller, name=body.name)
        return row.pk

    return as_it_stands(done(request, act).key)


@router.delete(
    "/tickets/{reference}/tags/{name}", response=TicketOut, auth=WRITES, operation_id="untag", summary="Take a tag off"
)
def untag(request: HttpRequest, reference: str, name: str) -> TicketOut:
    """A tag that isn't there changes nothing."""
    row, caller = ticket_of(request, reference), caller_of(request)

    def act() -> int:
        actions.untag(ticket=row, author=caller, name=name.replace("\0", ""))
        return row.pk

    return as_it_stands(done(request, act).key)


def _who(caller: Caller, body: NewTicket) -> Who:
    locale = body.locale or ""
    if body.person is None:
        return Who(name=body.name or "", email=body.email or "", locale=locale)
    if not caller.has_perm("accounts.view_customer"):
        raise ProblemError(problems.FORBIDDEN, gettext("It needs the scope: %(scope)s.") % {"scope": Scope.PEOPLE_READ})
    people = Customer.objects.select_related("domain__successor", "organisation")
    person = people.filter(pk=body.person).first()
    if person is None:
        raise wrong_field("person", gettext("There is nobody by this number."))
    return Who(customer=person, name=body.name or "", locale=locale)


def _topic(slug: str | None) -> Topic | None:
    if slug is None:
        return None
    topic = Topic.objects.offered().filter(slug=slug).first()
    if topic is None:
        raise wrong_field("topic", gettext("There is no such topic."))
    return topic


def _macros(caller: Caller, numbers: Sequence[int]) -> list[Macro]:
    """Those that they can use, in this order, each once."""
    wanted = list(dict.fromkeys(numbers))
    rows = Macro.objects.usable_by(caller).select_related("team").prefetch_related("tags", "texts").in_bulk(wanted)
    for number in wanted:
        if number not in rows:
            raise wrong_field("macros", gettext("There is no macro %(number)s.") % {"number": number})
    return [rows[number] for number in wanted]


def _waiting(caller: Caller, keys: Sequence[str]) -> str:
    """For whom these files wait now, in the transaction of what takes them along."""
    if len(set(keys)) > settings.FILES_MOST:
        raise wrong_field("files", words_of(FileRefusedError(Refusal.TOO_MANY)))
    try:
        return file_actions.gather(token=caller.token, keys=keys)
    except file_actions.NoSuchFileError as error:
        raise wrong_field("files", gettext("One of these files doesn’t wait here any more. Send it again.")) from error


def _message(key: int) -> MessageOut:
    """Where it was taken away since its first answer, `get` says that there is none."""
    return showing.message(get_object_or_404(showing.with_files(Message.objects.all()), pk=key))
