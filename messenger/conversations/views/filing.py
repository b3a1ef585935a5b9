"""The files beside what is typed: picked, dropped or pasted one by one with scripts, or sent with the form without."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Visitor
from messenger.access import has_fin
from messenger.conversations import actions
from messenger.conversations.actions import filing
from messenger.conversations.files import Picker, find
from messenger.conversations.flow import FlowRefusedError, Stage
from messenger.conversations.forms import DetailsForm, KeptForm, MessageForm
from messenger.conversations.refusals import REFUSALS, too_often
from messenger.conversations.screens import show_missing, show_stage
from messenger.conversations.views.own import onward, own_conversation, verb
from messenger.models import Conversation
from messenger.naming import named
from tickets.files.addresses import address_of
from tickets.files.kinds import FileRefusedError
from tickets.files.kinds import Refusal as FileRefused
from tickets.files.refusals import words_of
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait
from web.uploads import takes_files

# Says that a script asks, which shows the list of files alone.
HEADER = "X-Files"


def taken(request: HttpRequest, visitor: Visitor, row: Conversation) -> tuple[str, ...]:
    """Keeps the files of the form until they are sent; why some weren't kept, a sentence each."""
    return tuple(map(words_of, _take_in(request, visitor, row)))


@takes_files
@verb
def upload(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Keep files for the next message."""
    if HEADER not in request.headers:
        return _and_the_text(request, visitor, row)
    try:
        refused = _take_in(request, visitor, row)
    except FlowRefusedError as error:
        return _list(request, row, (named(REFUSALS[error.refusal]),), status=409)
    except TooOftenError as error:
        return wait(_list(request, row, (too_often(error),), status=429), error)
    # A script tries again what isn't the file's own fault.
    later = any(each.refusal == FileRefused.NOT_NOW for each in refused)
    return _list(request, row, tuple(map(words_of, refused)), status=503 if later else 422 if refused else 200)


@takes_files
@verb
def remove(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Take a file out again that wasn't sent yet."""
    filing.remove(conversation=row, key=_key(request))
    if HEADER in request.headers:
        return _list(request, row)
    return _and_the_text(request, visitor, row)


@require_safe
@own_conversation
def file(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """To an address of the file that holds for some minutes; a frame's own request can't save one, its browser can."""
    found = find(row, _key(request))
    if found is None:
        return show_missing(request, row.reference)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address_of(found)})
    return redirect(address_of(found))


def _take_in(request: HttpRequest, visitor: Visitor, row: Conversation) -> list[FileRefusedError]:
    uploads, networks = request.FILES.getlist("files"), networks_of(request)
    return filing.take_in(conversation=row, visitor=visitor, uploads=uploads, networks=networks, now=timezone.now())


def _key(request: HttpRequest) -> str:
    return str(request.resolver_match.kwargs["key"]) if request.resolver_match else ""


def _list(request: HttpRequest, row: Conversation, refused: tuple[str, ...] = (), *, status: int = 200) -> HttpResponse:
    fin_answers = has_fin(row.visitor, row)
    context = {"files": Picker(row), "conversation": row, "refused_files": refused, "fin_answers": fin_answers}
    response = render(request, "messenger/_files_list.html", context, status=status)
    response.headers[HEADER] = "list"
    return response


def _and_the_text(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Without scripts the whole form came along: its other files and its words are kept as well."""
    kept, now = KeptForm(request.POST), timezone.now()
    refused = taken(request, visitor, row)
    if kept.is_valid():
        actions.keep_unsent(conversation=row, visitor=visitor, now=now, **kept.draft())
        if not refused:
            return onward(row)
    form: DetailsForm | MessageForm = kept
    if row.stage == Stage.DETAILS and row.topic is not None:
        form = DetailsForm(request.POST, topic=row.topic, visitor=visitor)
    form.refused_files = refused
    return show_stage(request, visitor, row, status=422, form=form)
