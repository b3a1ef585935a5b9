"""Files of a reply or a note: taken in with every form of the editor, and one by one where a script sends them."""

from collections.abc import Callable
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tickets import forms
from tickets.desk.one_ticket import me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.files.addresses import address_of
from tickets.files.inline import without
from tickets.files.refusals import words_of
from tickets.models import StoredFile, Ticket
from tickets.models.replies import holder_of_draft
from tickets.models.scheduled import holder_of_scheduled
from tickets.replies import actions
from tickets.replies.files import picker
from web.limits import TooOftenError, when_again
from web.uploads import takes_files


def editor_form[**P](view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """What the editor posts to: it may carry files, and only a request with the token of the form counts.

    The token stands in the body, which is read once it is settled who takes its files; so the check is the inner one.
    """
    return csrf_exempt(takes_files(staff_page("tickets.change_ticket")(require_POST(view))))


def taken_in(request: HttpRequest, row: Ticket) -> list[str]:
    """Keeps the files of the form with the draft; why some weren't kept, a sentence each."""
    uploads = request.FILES.getlist("files")
    try:
        refused = actions.enclose(ticket=row, author=me(request), uploads=uploads, now=timezone.now())
    except TooOftenError as error:
        return [when_again(error, after=gettext("You have sent many files in a short time."))]
    return [words_of(each) for each in refused]


@editor_form
def enclose(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep files with what is being written: the list for a script, the page for who has none."""
    row = ticket_of(request, reference)
    refused = taken_in(request, row)
    return _list(request, row, refused, 422 if refused else 200)


@editor_form
def take_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a file out again; what was typed beside it, and other files, came along and stay."""
    row, key = ticket_of(request, reference), request.POST.get("file", "")
    refused = taken_in(request, row)
    actions.take_out(ticket=row, author=me(request), key=key)
    return _list(request, row, refused, 200, gone=key)


@staff_page("tickets.change_ticket")
@require_safe
def enclosed(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """A file of one's own draft, or of a reply that leaves later, at an address that holds for some minutes."""
    row = ticket_of(request, reference)
    holders = [holder_of_scheduled(pk) for pk in row.scheduled.values_list("pk", flat=True)]
    holders.append(holder_of_draft(row.pk, me(request).pk))
    file = get_object_or_404(StoredFile, waiting__holder__in=holders, key=key)
    return redirect(address_of(file))


def _list(request: HttpRequest, row: Ticket, refused: list[str], code: int, *, gone: str = "") -> HttpResponse:
    if request.headers.get("X-Files") == "list":
        context = {"picker": picker(row, me(request)), "ticket": row, "refused_files": refused}
        return render(request, "tickets/_enclosed.html", context, status=code)
    typed = request.POST.copy()
    for name in {"body", "translation"} & set(typed):
        typed[name] = without(str(typed[name]), gone)
    return whole_page(request, row, code, form=forms.WriteForm(typed), keeps=True, refused_files=refused)
