"""Reading tickets, what was said on them, and the views of who asks."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Query, Router

from accounts.staff.record import note_openings
from api import problems, showing
from api.authentication import TokenAuth
from api.models import Caller
from api.narrowing import narrowed
from api.paging import part
from api.problems import ProblemError
from api.schemas.shared import Paged
from api.schemas.tickets import (
    FileAddress,
    FilledMacro,
    MessagePage,
    SavedViewOut,
    StandardView,
    TicketFilters,
    TicketOut,
    TicketPage,
    Views,
)
from api.scopes import Scope
from api.writing import Done, caller_of
from tickets.desk.standard_views import views_for
from tickets.files.addresses import address_of
from tickets.macros.filling import filled
from tickets.models import Macro, SavedView, StoredFile, Ticket
from tickets.models.merges import words_of
from tickets.references import PATTERN

router = Router(tags=["tickets"])
READS = TokenAuth(Scope.TICKETS_READ, "tickets.view_ticket")
_SAID_IN_ORDER = ("created_at", "id")


def ticket_of(request: HttpRequest, reference: str) -> Ticket:
    """The ticket with all that is shown of it, for who may see it; Http404 to others. Who opens a report is noted."""
    caller = caller_of(request)
    rows = showing.with_all(Ticket.objects.visible_to(caller))
    row = get_object_or_404(rows, reference=reference if PATTERN.fullmatch(reference) else "")
    if row.is_report:
        note_openings("report_opened", request, about=row)
    return row


def as_it_stands(key: int) -> TicketOut:
    """The ticket after a write, whoever sees it now."""
    return showing.ticket(showing.with_all(Ticket.objects.filter(pk=key)).get())


def as_it_was_made(made: Done, caller: Caller) -> TicketOut:
    """The ticket that came of a write. Asked again, where it went since isn't told to who may not see it: Http404."""
    rows = Ticket.objects.all() if made.is_new else Ticket.objects.visible_to(caller)
    return showing.ticket(get_object_or_404(showing.with_all(rows), pk=made.key))


@router.get("/tickets", response=TicketPage, auth=READS, operation_id="list_tickets", summary="Tickets")
def list_tickets(request: HttpRequest, asked: Query[TicketFilters]) -> TicketPage:
    """Those that whoever the token is of may see, as the desk narrows and orders them."""
    rows, order = narrowed(request, caller_of(request), asked)
    page = part(request, showing.with_all(rows), order, asked)
    return TicketPage(items=[showing.ticket(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get("/tickets/{reference}", response=TicketOut, auth=READS, operation_id="get_ticket", summary="A ticket")
def get_ticket(request: HttpRequest, reference: str) -> TicketOut:
    """One ticket by its reference."""
    return showing.ticket(ticket_of(request, reference))


@router.get(
    "/tickets/{reference}/messages",
    response=MessagePage,
    auth=READS,
    operation_id="list_messages",
    summary="What was said on a ticket",
)
def list_messages(request: HttpRequest, reference: str, asked: Query[Paged]) -> MessagePage:
    """What the customer and the team said, notes among them, oldest first."""
    said = showing.with_files(words_of(ticket_of(request, reference)))
    page = part(request, said, _SAID_IN_ORDER, asked)
    return MessagePage(items=[showing.message(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/tickets/{reference}/files/{number}",
    response=FileAddress,
    auth=READS,
    operation_id="get_file",
    summary="A file of a message",
)
def get_file(request: HttpRequest, reference: str, number: int) -> FileAddress:
    """An address for its bytes. What stays in a mail, and files beside a proof, are shown on the desk alone."""
    row = ticket_of(request, reference)
    words = words_of(row)
    # Wherever a merge took them since.
    moved = {"moves__merge__undone_at": None, "moves__merge__source__proof__isnull": False}
    beside_proof = words.filter(attachments=number, **moved)
    if row.proof or beside_proof.exists():
        raise ProblemError(problems.FORBIDDEN, gettext("Files of a case with proof are shown on the desk alone."))
    file = get_object_or_404(StoredFile, attachment__message__in=words, attachment=number)
    url = settings.SITE_URL + address_of(file)
    return FileAddress(url=url, name=file.name, content_type=file.content_type, size=file.size)


@router.get(
    "/tickets/{reference}/macros/{number}",
    response=FilledMacro,
    auth=READS,
    operation_id="fill_macro",
    summary="A macro's words for a ticket",
)
def fill_macro(request: HttpRequest, reference: str, number: int) -> FilledMacro:
    """The text as it would stand in the editor; nothing is sent."""
    row, caller = ticket_of(request, reference), caller_of(request)
    macro = get_object_or_404(Macro.objects.usable_by(caller).prefetch_related("texts"), pk=number)
    text = filled(macro, row, caller)
    return FilledMacro(body=text.body, locale=text.locale, is_wanted=text.is_wanted)


@router.get("/views", response=Views, auth=READS, operation_id="list_views", summary="Views")
def list_views(request: HttpRequest) -> Views:
    """By which the list of tickets can be asked for."""
    caller: Caller = caller_of(request)
    standard = [StandardView(name=each.name or "unsolved", words=str(each.words)) for each in views_for(caller)]
    rows = SavedView.objects.seen_by(caller)
    return Views(standard=standard, saved=[SavedViewOut(id=row.pk, name=row.name, shared=row.shared) for row in rows])
