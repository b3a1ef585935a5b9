"""Linking tickets on their page, and answering all below one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.linking import actions
from tickets.linking.forms import AnswerForm, LinkForm
from tickets.refusals import TicketRefusedError


@staff_page("tickets.change_ticket")
@require_POST
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Link another ticket to this one."""
    row = ticket_of(request, reference)
    form = LinkForm(request.POST, reader=request.user)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return whole_page(request, row, 422, refusal=words, refused_at="link", link_form=form)
    other, relation = form.cleaned_data["reference"], form.cleaned_data["relation"]
    try:
        actions.link(ticket=row, other=other, relation=relation, author=me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text, refused_at="link", link_form=form)
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def unlink(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a link away."""
    row, key = ticket_of(request, reference), request.POST.get("link", "")
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        raise Http404
    actions.unlink(ticket=row, key=int(key), author=me(request), now=timezone.now())
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def answer_children(request: HttpRequest, reference: str) -> HttpResponse:
    """Send one reply to every open ticket below this one, and solve it."""
    row, form = ticket_of(request, reference), AnswerForm(request.POST)
    if not form.is_valid():
        typed = request.POST.get("body", "")
        return whole_page(
            request, row, 422, refusal=str(form.errors["body"][0]), refused_at="children", children_body=typed
        )
    body = form.cleaned_data["body"]
    try:
        count = actions.answer_children(parent=row, author=me(request), body=body, now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text, refused_at="children", children_body=body)
    words = ngettext(
        "%(count)s ticket is being answered and solved.", "%(count)s tickets are being answered and solved.", count
    )
    messages.success(request, words % {"count": count})
    return back(row)
