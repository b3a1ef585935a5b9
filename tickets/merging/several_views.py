"""Merging what was selected in the queue: choose which ticket is kept, read what will happen, do it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from accounts.staff.record import note
from tickets.desk.one_ticket import me
from tickets.desk.site import page_context, staff_page
from tickets.merging import actions, together
from tickets.merging.forms import SeveralForm
from tickets.merging.views import to_kept
from tickets.models import Merge
from tickets.refusals import TicketRefusedError


@staff_page("tickets.change_ticket")
@require_http_methods(["GET", "HEAD", "POST"])
def merge_several(request: HttpRequest) -> HttpResponse:
    """What would happen, for who looks; it happens, for who posts it."""
    given = request.POST if request.method == "POST" else request.GET
    form = SeveralForm(given, reader=me(request))
    if not form.is_valid():
        messages.warning(request, str(next(iter(form.errors.values()))[0]))
        return redirect(_queue(given.get("place", "")))
    return _do(request, form) if request.method == "POST" else _page(request, form)


def _do(request: HttpRequest, form: SeveralForm) -> HttpResponse:
    chosen = form.cleaned_data
    kept = together.kept_of(chosen["tickets"], chosen["keep"])
    sources = [row for row in chosen["tickets"] if row.pk != kept.pk]
    said = {name: chosen[name] for name in ("confirmed", "tell")}
    if chosen["is_short"] or chosen["keep"] != kept.reference:
        return _page(request, form, 409, refusal=gettext("One of these tickets isn’t there for you any more."), **said)
    try:
        actions.merge_several(sources=sources, target=kept, author=me(request), now=timezone.now(), **said)
    except TicketRefusedError as refusal:
        if Merge.objects.standing().is_done(sources, kept):
            return to_kept(request, kept, already=True)
        return _page(request, form, 409, refusal=refusal.text, **said)
    references = [row.reference for row in sources]
    note("bulk_merge", request, about=kept, details={"count": len(sources), "tickets": references})
    words = ngettext(
        "%(count)s ticket is merged into %(target)s.", "%(count)s tickets are merged into %(target)s.", len(sources)
    )
    messages.success(request, words % {"count": len(sources), "target": kept.reference})
    return to_kept(request, kept)


def _queue(place: str) -> str:
    """The list as it was."""
    return f"{reverse('admin:tickets_ticket_changelist')}?{urlencode(parse_qsl(place, max_num_fields=50))}"


def _page(request: HttpRequest, form: SeveralForm, code: int = 200, **more: Any) -> HttpResponse:
    chosen = form.cleaned_data
    kept = together.kept_of(chosen["tickets"], chosen["keep"])
    context = page_context(
        request,
        title=gettext("Merge tickets"),
        place=chosen["place"],
        queue=_queue(chosen["place"]),
        **together.preview(chosen["tickets"], kept),
        **more,
    )
    return render(request, "tickets/merge_several.html", context, status=code)
