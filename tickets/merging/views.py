"""Merging in the desk: choose the other ticket, read what will happen, do it, and take it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tickets.desk.one_ticket import back, me, onward, ticket_of, whole_page
from tickets.desk.site import page_context, staff_page
from tickets.merging import actions, showing
from tickets.merging.forms import MergeForm, TargetForm
from tickets.models import Merge, Ticket
from tickets.refusals import TicketRefusedError


@staff_page("tickets.change_ticket")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, reference: str) -> HttpResponse:
    """What would happen, for who looks; it happens, for who posts it."""
    row = ticket_of(request, reference)
    return _do(request, row) if request.method == "POST" else _look(request, row)


@staff_page("tickets.change_ticket")
@require_POST
def unmerge(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a merge of this ticket back."""
    row = ticket_of(request, reference)
    made = _merge(request, row)
    try:
        actions.undo(merge=made, author=me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text)
    words = {"source": made.source.reference, "target": made.target.reference}
    messages.success(request, gettext("%(source)s and %(target)s are two tickets again.") % words)
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def unmerge_all(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back all merges that were made together with this one."""
    row = ticket_of(request, reference)
    made = _merge(request, row)
    try:
        undone = actions.undo_together(merge=made, author=me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text)
    words = ngettext("%(count)s merge is taken back.", "%(count)s merges are taken back.", len(undone))
    messages.success(request, words % {"count": len(undone)})
    return back(row)


def _look(request: HttpRequest, row: Ticket) -> HttpResponse:
    if made := Merge.objects.standing().filter(source=row).select_related("target").first():
        return to_kept(request, made.target, already=True)
    if not request.GET:
        return _page(request, row, TargetForm(reader=me(request)))
    form = TargetForm(request.GET, reader=me(request))
    if not form.is_valid():
        return _page(request, row, form, 422)
    return _page(request, row, form, **showing.preview(row, form.cleaned_data["target"]))


def _do(request: HttpRequest, row: Ticket) -> HttpResponse:
    form = MergeForm(request.POST, reader=me(request))
    if not form.is_valid():
        return _page(request, row, form, 422)
    target, said = form.cleaned_data["target"], {name: form.cleaned_data[name] for name in ("confirmed", "tell")}
    try:
        made = actions.merge(source=row, target=target, author=me(request), now=timezone.now(), **said)
    except TicketRefusedError as refusal:
        if Merge.objects.standing().is_done([row], target):
            return to_kept(request, target, already=True)
        row = ticket_of(request, row.reference)
        preview = showing.preview(row, target)
        return _page(request, row, form, 409, **preview, **said, refusal=preview["refused"] or refusal.text)
    words = {"source": row.reference, "target": target.reference}
    messages.success(request, gettext("%(source)s is merged into %(target)s.") % words)
    return to_kept(request, made.target)


def to_kept(request: HttpRequest, row: Ticket, *, already: bool = False) -> HttpResponse:
    """To where the merge stands; the kept ticket may have come to a team whose tickets this person doesn't see.

    `already`: somebody pressed twice, or on a second page; nothing went wrong.
    """
    if already:
        messages.info(request, gettext("That was merged into %(target)s before.") % {"target": row.reference})
    if not Ticket.objects.visible_to(request.user).filter(pk=row.pk).exists():
        return onward(request, row)
    return redirect(reverse("admin:tickets_ticket_change", args=[row.reference]) + "#merged")


def _merge(request: HttpRequest, row: Ticket) -> Merge:
    """One of this ticket's, in either direction."""
    key = request.POST.get("merge", "")
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        raise Http404
    made = Merge.objects.select_related("source", "target").filter(pk=int(key)).first()
    if made is None or row.pk not in {made.source_id, made.target_id}:
        raise Http404
    return made


def _page(request: HttpRequest, row: Ticket, form: TargetForm, code: int = 200, **more: Any) -> HttpResponse:
    context = page_context(
        request,
        title=gettext("Merge %(reference)s") % {"reference": row.reference},
        ticket=row,
        form=form,
        offered=showing.choices(row, me(request)),
        **more,
    )
    return render(request, "tickets/merge.html", context, status=code)
