"""The page on which words and files are taken out of a case: asked for, shown, and done after a second press."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from tickets.desk.one_ticket import me, ticket_of
from tickets.desk.site import page_context, staff_page
from tickets.models import Ticket
from tickets.redaction import actions
from tickets.redaction.forms import RedactForm
from tickets.redaction.places import Place, changes
from tickets.refusals import REFUSALS, TicketRefusedError

_PLACES: dict[Place, str | Promise] = {
    Place.TICKET: _("subject, details, proof and the talk with Fin"),
    Place.MESSAGE: _("messages and notes"),
    Place.RECEIVED: _("mail that came in, as it was read"),
    Place.RAW: _("mail that came in, as it was sent"),
    Place.SENT: _("mail that went out"),
    Place.DRAFT: _("drafts of replies"),
    Place.RATING: _("the customer’s rating"),
    Place.EVENT: _("what happened on the ticket"),
    Place.CONVERSATION: _("the conversation in the messenger, and why Fin answered so"),
}


@staff_page("tickets.redact_ticket")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks what to take out and why, shows where it stands, and does it when that was confirmed."""
    row = ticket_of(request, reference)
    if request.method != "POST":
        return _page(request, row, RedactForm(ticket=row, initial={"file": request.GET.get("file")}), 200)
    form = RedactForm(request.POST, ticket=row)
    if not form.is_valid():
        return _page(request, row, form, 422)
    if request.POST.get("again"):
        return _page(request, row, form, 200)
    if form.cleaned_data["sure"] != "yes":
        return _ask_again(request, row, form)
    try:
        _do(request, row, form)
    except TicketRefusedError as refusal:
        return _page(request, row, form, 409, refusal=refusal.text)
    messages.success(request, gettext("It is gone. Nobody can bring it back."))
    if getattr(request, "htmx", False):
        # It stood anywhere: in the title, in what was said to Fin, in the proof. So all of the page is made anew.
        return HttpResponseClientRefresh()
    return redirect(reverse("admin:tickets_ticket_change", args=[row.reference]) + "#latest")


def _do(request: HttpRequest, row: Ticket, form: RedactForm) -> None:
    asked = form.cleaned_data
    common: dict[str, Any] = {
        "ticket": row,
        "reason": asked["reason"],
        "author": me(request),
        "now": timezone.now(),
    }
    if asked["file"]:
        actions.redact_file(attachment=asked["file"], **common)
    else:
        actions.redact_words(words=asked["words"], **common)


def _ask_again(request: HttpRequest, row: Ticket, form: RedactForm) -> HttpResponse:
    """What would go, counted by where it stands; words that stand nowhere are a mistake, said before."""
    asked = form.cleaned_data
    if asked["file"]:
        return _page(request, row, form, 200, asking=True, found=[])
    keys = list(Ticket.objects.going_on_from(row.root_id or row.pk).values_list("pk", flat=True))
    counted = Counter(change.place for change in changes(keys, asked["words"]))
    if not counted:
        return _page(request, row, form, 409, refusal=str(REFUSALS["words_nowhere"]))
    found = [(words, counted[place]) for place, words in _PLACES.items() if counted[place]]
    return _page(request, row, form, 200, asking=True, found=found)


def _page(request: HttpRequest, row: Ticket, form: RedactForm, code: int, **more: Any) -> HttpResponse:
    # In the ticket's page, which asked for it by a script.
    more["is_part"] = bool(getattr(request, "htmx", False))
    frame = page_context(request, ticket=row, form=form, title=gettext("Take something out for good"), **more)
    return render(request, "tickets/redaction/redact.html", frame, status=code)


def paths() -> list[URLPattern]:
    """Where it hangs, below the ticket's reference."""
    return [path("<str:reference>/redact/", redact, name="tickets_ticket_redact")]
