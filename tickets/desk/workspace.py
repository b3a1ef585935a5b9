"""The ticket page in the admin and what staff do on it besides writing (replying.py).

Each change is one call to tickets.actions.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.staff.record import note_openings
from tickets import actions, forms
from tickets.case_page import actions as case_actions
from tickets.desk import page
from tickets.desk.one_ticket import back, me, onward, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.guards import Guarded
from tickets.notifying.actions import saw
from tickets.refusals import TicketChangedError, TicketRefusedError

_VERDICTS: dict[str, bool | None] = {"matches": True, "differs": False, "": None}


@staff_page("tickets.view_ticket")
def top(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the verbs hang: to the ticket's page."""
    return back(ticket_of(request, reference))


@staff_page("tickets.view_ticket")
@require_safe
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole case on one screen."""
    row = ticket_of(request, reference)
    if row.is_report:
        note_openings("report_opened", request, about=row)
    saw(ticket=row, person=me(request), now=timezone.now())
    return whole_page(request, row, 200)


@staff_page("tickets.change_ticket")
@require_POST
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the ticket by hand."""
    row = ticket_of(request, reference)
    form = forms.StatusForm(request.POST)
    if not form.is_valid():
        return whole_page(request, row, 422, refusal=gettext("Choose one of the statuses."))
    try:
        actions.change_status(
            ticket=row,
            author=me(request),
            event=form.cleaned_data["event"],
            expected_version=form.cleaned_data["version"],
        )
    except TicketChangedError:
        return whole_page(request, ticket_of(request, reference), 409, changed=True)
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text)
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the ticket to somebody, or to nobody."""
    row = ticket_of(request, reference)
    form = forms.AssignForm(request.POST, ticket=row)
    if not form.is_valid():
        return whole_page(request, row, 422, refusal=gettext("Choose somebody from the list."))
    actions.assign(ticket=row, author=me(request), assignee=form.cleaned_data["assignee"])
    return onward(request, row)


@staff_page("tickets.change_ticket")
@require_POST
def team(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the ticket to a team, or to none."""
    row = ticket_of(request, reference)
    form = forms.TeamForm(request.POST, ticket=row)
    if not form.is_valid():
        return whole_page(request, row, 422, refusal=gettext("Choose one of the teams."))
    actions.set_team(ticket=row, author=me(request), team=form.cleaned_data["team"])
    return onward(request, row)


@staff_page("tickets.change_ticket")
@require_POST
def priority(request: HttpRequest, reference: str) -> HttpResponse:
    """Set how urgent the ticket is."""
    row = ticket_of(request, reference)
    form = forms.PriorityForm(request.POST)
    if not form.is_valid():
        return whole_page(request, row, 422, refusal=gettext("Choose one of the priorities."))
    actions.set_priority(ticket=row, author=me(request), priority=form.cleaned_data["priority"])
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def proof(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what matched; a line that wasn't sent stays as it is."""
    row = ticket_of(request, reference)
    fields = {page.proof_field(number): line.name for number, line in enumerate(row.proof_lines())}
    sent = {name: request.POST[field] for field, name in fields.items() if field in request.POST}
    if not set(sent.values()) <= set(_VERDICTS):
        return whole_page(request, row, 422, refusal=gettext("Choose what you found for each line."))
    actions.check_proof(
        ticket=row, author=me(request), verdicts={name: _VERDICTS[verdict] for name, verdict in sent.items()}
    )
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def guarded(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what was done on the account, once the proof is enough for it."""
    row, deed = ticket_of(request, reference), request.POST.get("deed", "")
    if deed not in set(Guarded):
        return whole_page(request, row, 422, refusal=gettext("Choose one of the acts."))
    try:
        actions.note_guarded(ticket=row, author=me(request), deed=Guarded(deed))
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text)
    return back(row)


@staff_page("tickets.undo_stop_ticket")
@require_POST
def undo_stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a case go on that was stopped from the account's address; the typed reason comes back when it is refused."""
    row = ticket_of(request, reference)
    form = forms.UndoStopForm(request.POST)
    typed = request.POST.get("reason", "")
    if not form.is_valid():
        return whole_page(request, row, 422, refusal=str(form.errors["reason"][0]), undo_reason=typed)
    try:
        actions.undo_stop(ticket=row, author=me(request), reason=form.cleaned_data["reason"], now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text, undo_reason=typed)
    messages.success(request, gettext("The stop is undone. The proof counts as before."))
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def revoke_links(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the links in the mails so far open nothing any more."""
    row = ticket_of(request, reference)
    case_actions.revoke_links(ticket=row, author=me(request), now=timezone.now())
    messages.success(request, gettext("The links in earlier mails open nothing any more. The next mail has a new one."))
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def give_link_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Let somebody who stopped their link have a new one."""
    row, email = ticket_of(request, reference), request.POST.get("email", "")
    case_actions.give_link_again(ticket=row, email=email, author=me(request), now=timezone.now())
    messages.success(request, gettext("The next mail to %(email)s has a new link.") % {"email": email})
    return back(row)


@staff_page("tickets.hold_ticket")
@require_POST
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the ticket under a legal hold, or end it."""
    row = ticket_of(request, reference)
    actions.hold(ticket=row, author=me(request), held=request.POST.get("held") == "yes")
    return back(row)
