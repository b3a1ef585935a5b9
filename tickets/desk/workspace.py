"""The ticket page in the admin and what staff do on it. Each change is one call to tickets.actions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from tickets import actions, forms
from tickets.case_page import actions as case_actions
from tickets.desk import page
from tickets.desk.site import staff_page
from tickets.guards import Guarded
from tickets.models import Ticket
from tickets.references import PATTERN
from tickets.refusals import TicketChangedError, TicketRefusedError

_VERDICTS: dict[str, bool | None] = {"matches": True, "differs": False, "": None}


@staff_page("tickets.view_ticket")
def top(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the verbs hang: to the ticket's page."""
    return _back(_ticket(request, reference))


@staff_page("tickets.view_ticket")
@require_safe
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole case on one screen."""
    row = _ticket(request, reference)
    return render(request, "tickets/workspace.html", page.context(request, row))


@staff_page("tickets.change_ticket")
@require_POST
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a public reply or add an internal note; whatever is wrong, the typed text comes back with the page."""
    row = _ticket(request, reference)
    form = forms.WriteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 422)
    body, version = form.cleaned_data["body"], form.cleaned_data["version"]
    try:
        if form.is_public:
            solve = form.cleaned_data["then"] == "solved"
            actions.reply(ticket=row, author=_me(request), body=body, solve=solve, expected_version=version)
        else:
            actions.add_note(ticket=row, author=_me(request), body=body)
    except TicketChangedError:
        return _page(request, _ticket(request, reference), form, 409, changed=True)
    except TicketRefusedError as refusal:
        return _page(request, _ticket(request, reference), form, 409, refusal=refusal.text)
    messages.success(request, _done(row) if form.is_public else gettext("Noted."), extra_tags="written")
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the ticket by hand."""
    row = _ticket(request, reference)
    form = forms.StatusForm(request.POST)
    if not form.is_valid():
        return _page(request, row, None, 422, refusal=gettext("Choose one of the statuses."))
    try:
        actions.change_status(
            ticket=row,
            author=_me(request),
            event=form.cleaned_data["event"],
            expected_version=form.cleaned_data["version"],
        )
    except TicketChangedError:
        return _page(request, _ticket(request, reference), None, 409, changed=True)
    except TicketRefusedError as refusal:
        return _page(request, row, None, 409, refusal=refusal.text)
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the ticket to somebody, or to nobody."""
    row = _ticket(request, reference)
    form = forms.AssignForm(request.POST, ticket=row)
    if not form.is_valid():
        return _page(request, row, None, 422, refusal=gettext("Choose somebody from the list."))
    actions.assign(ticket=row, author=_me(request), assignee=form.cleaned_data["assignee"])
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def team(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the ticket to a team, or to none."""
    row = _ticket(request, reference)
    form = forms.TeamForm(request.POST, ticket=row)
    if not form.is_valid():
        return _page(request, row, None, 422, refusal=gettext("Choose one of the teams."))
    actions.set_team(ticket=row, author=_me(request), team=form.cleaned_data["team"])
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def priority(request: HttpRequest, reference: str) -> HttpResponse:
    """Set how urgent the ticket is."""
    row = _ticket(request, reference)
    form = forms.PriorityForm(request.POST)
    if not form.is_valid():
        return _page(request, row, None, 422, refusal=gettext("Choose one of the priorities."))
    actions.set_priority(ticket=row, author=_me(request), priority=form.cleaned_data["priority"])
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def proof(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what matched; a line that wasn't sent stays as it is."""
    row = _ticket(request, reference)
    fields = {page.proof_field(number): line.name for number, line in enumerate(row.proof_lines())}
    sent = {name: request.POST[field] for field, name in fields.items() if field in request.POST}
    if not set(sent.values()) <= set(_VERDICTS):
        return _page(request, row, None, 422, refusal=gettext("Choose what you found for each line."))
    actions.check_proof(
        ticket=row, author=_me(request), verdicts={name: _VERDICTS[verdict] for name, verdict in sent.items()}
    )
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def guarded(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what was done on the account, once the proof is enough for it."""
    row, deed = _ticket(request, reference), request.POST.get("deed", "")
    if deed not in set(Guarded):
        return _page(request, row, None, 422, refusal=gettext("Choose one of the acts."))
    try:
        actions.note_guarded(ticket=row, author=_me(request), deed=Guarded(deed))
    except TicketRefusedError as refusal:
        return _page(request, row, None, 409, refusal=refusal.text)
    return _back(row)


@staff_page("tickets.undo_stop_ticket")
@require_POST
def undo_stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a case go on that was stopped from the account's address; the typed reason comes back when it is refused."""
    row = _ticket(request, reference)
    form = forms.UndoStopForm(request.POST)
    typed = request.POST.get("reason", "")
    if not form.is_valid():
        return _page(request, row, None, 422, refusal=str(form.errors["reason"][0]), undo_reason=typed)
    try:
        actions.undo_stop(ticket=row, author=_me(request), reason=form.cleaned_data["reason"], now=timezone.now())
    except TicketRefusedError as refusal:
        return _page(request, row, None, 409, refusal=refusal.text, undo_reason=typed)
    messages.success(request, gettext("The stop is undone. The proof counts as before."))
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def revoke_links(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the links in the mails so far open nothing any more."""
    row = _ticket(request, reference)
    case_actions.revoke_links(ticket=row, author=_me(request), now=timezone.now())
    messages.success(request, gettext("The links in earlier mails open nothing any more. The next mail has a new one."))
    return _back(row)


@staff_page("tickets.change_ticket")
@require_POST
def give_link_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Let somebody who stopped their link have a new one."""
    row, email = _ticket(request, reference), request.POST.get("email", "")
    case_actions.give_link_again(ticket=row, email=email, author=_me(request), now=timezone.now())
    messages.success(request, gettext("The next mail to %(email)s has a new link.") % {"email": email})
    return _back(row)


@staff_page("tickets.hold_ticket")
@require_POST
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the ticket under a legal hold, or end it."""
    row = _ticket(request, reference)
    actions.hold(ticket=row, author=_me(request), held=request.POST.get("held") == "yes")
    return _back(row)


def _ticket(request: HttpRequest, reference: str) -> Ticket:
    """The ticket, for who may see it; to others there is none."""
    if not PATTERN.fullmatch(reference):
        raise Http404
    rows = Ticket.objects.visible_to(request.user).select_related(
        "assignee", "customer", "follows", "topic", "topic_version__topic", "team"
    )
    return get_object_or_404(rows, reference=reference)


def _done(row: Ticket) -> str:
    if not row.requester_email:
        return gettext("It stands on the page of the case.")
    return gettext("Queued: it goes to %(person)s by email.") % {"person": row.requester}


def _me(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def _page(
    request: HttpRequest,
    row: Ticket,
    form: forms.WriteForm | None,
    code: int,
    *,
    changed: bool = False,
    refusal: str = "",
    **more: str,
) -> HttpResponse:
    context = page.context(request, row, form=form, changed=changed, refusal=refusal, **more)
    return render(request, "tickets/workspace.html", context, status=code)


def _back(row: Ticket) -> HttpResponse:
    return redirect(reverse("admin:tickets_ticket_change", args=[row.reference]) + "#latest")
